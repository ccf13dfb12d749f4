import type { Finding } from '../evaluate/finding';
import type { Report } from '../report/summary';
import type { NotEvaluated } from '../resources/resource';
import { FileError } from '../sources/files/file-error';
import { placesOf } from '../sources/files/places';
import { type ReadFile, readFound, readSource } from '../sources/files/read-source';
import type { Read } from './judging';

/** A file to check. One that was found in a folder may turn out to hold nothing to check. */
export interface FileToCheck {
  readonly file: string;
  readonly isFound: boolean;
}

/** Why a file cannot be checked, as it is told to the user. */
export interface Fault {
  readonly fault: string;
}

/** What came of a file: its report, why it was not looked at, its fault, or nothing where it is no business of ours. */
export type FileResult = Report | NotEvaluated | Fault | undefined;

/** Reads a file that was named, or one that was found in a folder and may hold nothing to check. Throws a FileError. */
export function readChosen(
  { file, isFound }: FileToCheck,
  parameters?: string,
): ReadFile | NotEvaluated | undefined {
  return isFound ? readFound(file) : readSource(file, parameters);
}

/** Reads and judges one file. `parameters` is the parameters file of a template that was named. */
export function checkFile(file: FileToCheck, judge: (read: Read) => Report, parameters?: string): FileResult {
  try {
    const source = readChosen(file, parameters);
    return source === undefined || 'why' in source ? source : judged(source, judge);
  } catch (fault) {
    if (fault instanceof FileError) return { fault: fault.message };
    throw fault;
  }
}

function judged(source: ReadFile, judge: (read: Read) => Report): Report {
  const report = judge(readOf(source));
  return { ...report, findings: withPlaces(report.findings, source) };
}

/** What a file holds, as it is judged: a report names the file where the file names nothing else. */
export function readOf({ kind, file, name = file, stack, ...held }: ReadFile): Read {
  const { registered, resources, notEvaluated } = held;
  const source = { kind, name, ...(stack === undefined ? {} : { stack }) };
  return { source, registered, resources, notEvaluated };
}

/** Says for each finding that did not pass on which line of the file it stands, where the source has no better place. */
export function withPlaces(findings: readonly Finding[], source: ReadFile): readonly Finding[] {
  const open = findings.filter(({ outcome, resource }) => outcome !== 'pass' && resource.document);
  if (open.length === 0) return findings;
  const places = placesOf(open, source);
  return findings.map((finding) => {
    const place = places.get(finding);
    return place ? { ...finding, place } : finding;
  });
}
