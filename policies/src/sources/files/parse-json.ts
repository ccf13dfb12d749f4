import { createRequire } from 'node:module';
import type { ParseError } from 'jsonc-parser';
import type { Value } from '../../resources/value';
import { FileError } from './file-error';

/**
 * Parses JSON, with comments as Azure's tools accept them. Throws a FileError with line and column.
 *
 * Nearly every file is plain JSON, so the slower parser that knows comments and places only runs where that fails.
 */
export function parseJson(text: string, file: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return parseWithComments(text, file);
  }
}

function parseWithComments(text: string, file: string): Value {
  const errors: ParseError[] = [];
  const value = deepParse(text, errors, file);
  const [first] = errors;
  if (first === undefined) return value;
  if (text.includes('\u0000')) throw new FileError(file, 'is not a text file.', 'Name a JSON file.');
  throw new FileError(
    `${file === '-' ? 'standard input' : file}:${lineAndColumn(text, first.offset)}`,
    `is not valid JSON (${wordsOf(first)}).`,
    'Put the text right at that place.',
  );
}

/** The parser that knows comments; loaded with the first file that needs it, which few do. */
const tolerant = (): typeof import('jsonc-parser') => createRequire(__filename)('jsonc-parser');

/** The parser calls itself for each level, so a file that nests without end must not end this process. */
function deepParse(text: string, errors: ParseError[], file: string): Value {
  try {
    return tolerant().parse(text, errors, { allowTrailingComma: true }) as Value;
  } catch {
    throw new FileError(file, 'is nested too deeply.', 'No template or state is: check where it comes from.');
  }
}

/** `3:14`, both counted from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

const words: { readonly [code: string]: string } = {
  InvalidSymbol: 'an unknown word',
  InvalidNumberFormat: 'a malformed number',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace is expected',
  CloseBracketExpected: 'a closing bracket is expected',
  EndOfFileExpected: 'nothing more is expected',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text does not end',
};

const wordsOf = ({ error }: ParseError): string =>
  words[tolerant().printParseErrorCode(error)] ?? 'an unexpected character';
