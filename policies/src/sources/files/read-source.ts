import type { NotEvaluated, RegisteredResource, Resource } from '../../resources/resource';
import { isObject, type Properties, type Value } from '../../resources/value';
import { FileError } from './file-error';
import { parseJson } from './parse-json';
import { readTextFile } from './read-file';
import { isState, readState } from './state';
import { readTemplate } from './template';

/** What one file holds. */
export interface ReadFile {
  readonly file: string;
  readonly kind: 'state' | 'arm';
  /** What a report calls it, where that is not the file. */
  readonly name?: string;
  readonly stack?: string;
  readonly registered: readonly RegisteredResource[];
  readonly resources: readonly Resource[];
  readonly notEvaluated: readonly NotEvaluated[];
  /** The text, where it could not be read a second time or is not worth it. */
  readonly text?: string;
}

/** The most characters that are kept beside what was made from them, so that lines can be told. */
const keepable = 16 * 1024 * 1024;

/**
 * Reads a file and tells by its content what it is: a state export or an ARM template. `-` is standard input.
 * `parameters` names a parameters file for a template. Throws a FileError.
 */
export function readSource(file: string, parameters?: string): ReadFile {
  if (/\.bicep(param)?$/i.test(file))
    throw new FileError(
      file,
      'is a Bicep file.',
      'Run `bicep build` (or `az bicep build`) first and check the JSON that it writes.',
    );
  const { json, kept } = read(file);
  if (isState(json)) return { file, kind: 'state', ...readState(json, file), ...noResources, ...kept };
  if (!isTemplate(json)) throw notUnderstood(json, file);
  const given =
    parameters === undefined
      ? undefined
      : { file: parameters, json: parseJson(readTextFile(parameters), parameters) };
  return { file, kind: 'arm', registered: [], ...readTemplate({ file, json, ...kept }, given), ...kept };
}

/** What a file says, and its text unless that is too large to be kept beside it. */
function read(file: string): { readonly json: Value; readonly kept: { readonly text?: string } } {
  const text = readTextFile(file);
  return { json: parseJson(text, file), kept: file === '-' || text.length < keepable ? { text } : {} };
}

const noResources = { resources: [] } as const;

const schemaOf = (json: Properties): string =>
  typeof json.$schema === 'string' ? json.$schema.toLowerCase() : '';

function isTemplate(json: Value): json is Properties {
  if (!isObject(json)) return false;
  const schema = schemaOf(json);
  if (schema !== '') return /deploymenttemplate\.json/.test(schema);
  return 'resources' in json && typeof json.resources === 'object';
}

function notUnderstood(json: Value, file: string): FileError {
  const schema = isObject(json) ? schemaOf(json) : '';
  if (schema.includes('deploymentparameters'))
    return new FileError(
      file,
      'is a parameters file.',
      'Name the template, and this file behind --parameters.',
    );
  if (schema !== '')
    return new FileError(
      file,
      'has a `$schema` that is not that of an ARM template.',
      'Templates have https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#.',
    );
  return new FileError(
    file,
    'is neither a state export nor an ARM template.',
    'Take the output of `pulumi stack export`, or a template with `$schema` and `resources`.',
  );
}
