import type { NotEvaluated, Resource } from '../../resources/resource';
import { type JsonPath, pathText, TemplateError } from '../../resources/template/error';
import { fromTemplate } from '../../resources/template/from-template';
import { unfoldTemplate } from '../../resources/template/unfold';
import type { Properties, Value } from '../../resources/value';
import { FileError } from './file-error';
import { linesOf } from './locate';
import { readTextFile } from './read-file';

/** A template that was read. */
export interface TemplateFile {
  readonly file: string;
  /** The text of its file, where that is still at hand. It can be large, so it is read again rather than kept for a fault. */
  readonly text?: string;
  readonly json: Properties;
}

/** A parameters file. */
export interface ParametersFile {
  readonly file: string;
  readonly json: Value;
}

/**
 * The resources that a template deploys. URNs begin with the name of the file, so that the same resource in two files stays
 * two. Throws a FileError with the line of the fault for a template that Azure would refuse.
 */
export function readTemplate(
  { file, text, json }: TemplateFile,
  parameters: ParametersFile | undefined,
): { readonly resources: readonly Resource[]; readonly notEvaluated: readonly NotEvaluated[] } {
  const name = file === '-' ? 'stdin' : file;
  try {
    const unfolded = unfoldTemplate(json, parameters?.json);
    return fromTemplate(unfolded, { name, prefix: `${name}#`, isDocument: true });
  } catch (fault) {
    if (!(fault instanceof TemplateError)) throw fault;
    throw new FileError(
      place(fault.path, file, text ?? readTextFile(file), parameters),
      `${fault.message}.`,
      'Azure would refuse it as well.',
    );
  }
}

/** Where the fault is: in the template, or in the parameters file. */
function place(path: JsonPath, file: string, text: string, parameters: ParametersFile | undefined): string {
  const name = file === '-' ? 'standard input' : file;
  const [line = 1] = linesOf(text, [path]);
  if (path.length === 0) return name;
  // A parameters file is named where it is at fault for what the template asks for.
  const given = parameters && path[0] === 'parameters' ? ` (with ${parameters.file})` : '';
  return `${name}:${line}${given} at ${pathText(path)}`;
}
