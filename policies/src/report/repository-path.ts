import type { Entry } from './entry';
import type { Report } from './summary';

/** Where a finding stands in the repository: a path from the working directory, with `/`, and a line where it is certain. */
export interface RepositoryPlace {
  readonly path: string;
  readonly line?: number;
}

/** The file that declares a program, where nothing better is known. Build servers take no finding without a file. */
const project = 'Pulumi.yaml';

/** Where a build server shows the finding. Absolute paths outside of the working directory stay what they are. */
export function repositoryPlace({ place }: Entry, report: Report): RepositoryPlace {
  const file = place?.file.replaceAll('\\', '/');
  if (place === undefined || file === undefined || file === '' || file === 'standard input')
    return { path: joined(report.folder, project) };
  return { path: joined(report.folder, file), line: place.line };
}

function joined(folder: string | undefined, file: string): string {
  const here = process.cwd().replaceAll('\\', '/');
  if (file.startsWith(`${here}/`)) return file.slice(here.length + 1);
  if (/^(\/|[a-z]:\/)/i.test(file)) return file;
  const parts: string[] = [];
  for (const part of `${folder ?? ''}/${file}`.replaceAll('\\', '/').split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The path as a URI reference. */
export function uriOf(path: string): string {
  const encoded = path.split('/').map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')));
  return path.startsWith('/') ? `file://${encoded.join('/')}` : encoded.join('/');
}
