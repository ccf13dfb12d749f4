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

/** Reads and judges one file. `parameters` is the parameters file of a template that was named. */
export function checkFile(
  { file, isFound }: FileToCheck,
  judge: (read: Read) => Report,
  parameters?: string,
): FileResult {
  try {
    const source = isFound ? readFound(file) : readSource(file, parameters);
    return source === undefined || 'why' in source ? source : judged(source, judge);
  } catch (fault) {
    if (fault instanceof FileError) return { fault: fault.message };
    throw fault;
  }
}

function judged(source: ReadFile, judge: (read: Read) => Report): Report {
  const { kind, file, name, stack, registered, resources, notEvaluated } = source;
  const report = judge({
    source: { kind, name: name ?? file, ...(stack === undefined ? {} : { stack }) },
    registered,
    resources,
    notEvaluated,
  });
  return { ...report, findings: withPlaces(report.findings, source) };
}

/** Says for each finding that did not pass on which line of the file it stands, where the source has no better place. */
function withPlaces(findings: readonly Finding[], source: ReadFile): readonly Finding[] {
  const open = findings.filter(({ outcome, resource }) => outcome !== 'pass' && resource.document);
  if (open.length === 0) return findings;
  const places = placesOf(open, source);
  return findings.map((finding) => {
    const place = places.get(finding);
    return place ? { ...finding, place } : finding;
  });
}
