import type { NotEvaluated, RegisteredResource, Resource } from '../../resources/resource';
import type { Properties, Value } from '../../resources/value';
import { isEventLog, readEvents } from './events';
import { FileError } from './file-error';
import { isFoundTemplate, isParameters, isTemplate, notUnderstood } from './kinds';
import { parseJson } from './parse-json';
import { isPreviewJson, readPreviewJson } from './preview-json';
import { readTextFile } from './read-file';
import { isState, readState } from './state';
import { readTemplate } from './template';

/** What one file holds. */
export interface ReadFile {
  readonly file: string;
  /** `events` are event logs, and plain previews, which tell the same. */
  readonly kind: 'state' | 'events' | 'arm';
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
 * Reads a file and tells by its content what it is: a state export, an engine event log, a plain preview or an ARM template.
 * `-` is standard input. `parameters` names a parameters file for a template. Throws a FileError.
 */
export function readSource(file: string, parameters?: string): ReadFile {
  if (/\.bicep(param)?$/i.test(file))
    throw new FileError(
      file,
      'is a Bicep file.',
      'Run `bicep build` (or `az bicep build`) first and check the JSON that it writes.',
    );
  const text = readTextFile(file);
  if (isEventLog(text)) return eventLog(file, text);
  const json = parseJson(text, file);
  const read = readPulumi(file, json) ?? (isTemplate(json) ? arm(file, text, json, parameters) : undefined);
  if (read === undefined) throw notUnderstood(json, file);
  return read;
}

/**
 * The same for a file that was found in a folder and may be anything: undefined where it holds nothing to check. What is
 * clearly meant to be checked and cannot be is a FileError here as well.
 */
export function readFound(file: string): ReadFile | NotEvaluated | undefined {
  const text = readTextFile(file, 'any');
  if (isEventLog(text)) return eventLog(file, text);
  const isMeant = /deploymentTemplate\.json/i.test(text);
  let json: Value;
  try {
    json = parseJson(text, file);
  } catch (fault) {
    if (isMeant) throw fault;
    return undefined;
  }
  if (isParameters(json))
    return {
      resource: file,
      why: 'a parameters file: check its template alone, with this file behind --parameters',
    };
  return readPulumi(file, json) ?? (isFoundTemplate(json) ? arm(file, text, json) : undefined);
}

function readPulumi(file: string, json: Value): ReadFile | undefined {
  if (isState(json)) return { file, kind: 'state', ...readState(json, file), ...noResources };
  if (isPreviewJson(json)) return { file, kind: 'events', ...readPreviewJson(json, file), ...noResources };
  return undefined;
}

function eventLog(file: string, text: string): ReadFile {
  const { stack, registered, notEvaluated } = readEvents(text, file);
  return { file, kind: 'events', registered, notEvaluated, ...noResources, ...(stack && { stack }) };
}

function arm(file: string, text: string, json: Properties, parameters?: string): ReadFile {
  const kept = file === '-' || text.length < keepable ? { text } : {};
  const given =
    parameters === undefined
      ? undefined
      : { file: parameters, json: parseJson(readTextFile(parameters), parameters) };
  return { file, kind: 'arm', registered: [], ...readTemplate({ file, json, ...kept }, given), ...kept };
}

const noResources = { resources: [] } as const;
