import { existsSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { stringify } from 'yaml';
import { closest } from '../evaluate/closest';
import { aligned } from '../report/text';
import { evidenceKindNames, evidenceKinds, factsOfKind } from '../threats/evidence/kinds';
import {
  dateText,
  type EvidenceRecord,
  evidenceSchema,
  stateOf,
  validUntil,
} from '../threats/evidence/record';
import { threatsOfSite } from '../threats/site/threats-of-site';
import { plainLine } from './plain-line';
import { digestOf, readEvidence, readSite } from './threats-files';
import { UsageError } from './usage-error';

/** The options of `iiot-guard evidence add`, as commander gives them. */
export interface EvidenceAddOptions {
  readonly kind: string;
  readonly scope: string;
  readonly by: string;
  readonly artefact: string;
  readonly threat: readonly string[];
  readonly date?: string;
  readonly result: string;
  readonly validDays?: string;
  readonly evidence: string;
  readonly site?: string;
}

/** Writes a record in one step and never over another one. Gives the exit code 0. Throws a UsageError. */
export async function evidenceAddCommand(options: EvidenceAddOptions): Promise<number> {
  const now = new Date();
  const kind = evidenceKindNames.find((known) => known === options.kind);
  if (!kind)
    throw new UsageError(
      `--kind ${options.kind}: there is no such kind${closest(options.kind, evidenceKindNames)}\n  The kinds are ${evidenceKindNames.join(', ')}.`,
    );
  checkThreats(options.threat, knownThreats(options.site));
  const date = options.date ?? dateText(now);
  const sha256 = await digestOf(options.artefact);
  if (sha256 === undefined)
    throw new UsageError(
      `--artefact ${options.artefact}: there is no such file.\n  Name the file that proves it; its digest is written into the record.`,
    );
  const given = {
    kind,
    date,
    scope: options.scope,
    by: options.by,
    result: options.result,
    threats: [...new Set(options.threat)],
    artefact: { name: nameFor(options.artefact, options.evidence), sha256 },
    ...(options.validDays === undefined
      ? {}
      : { validDays: daysOf(options.validDays, factsOfKind(kind).validDays) }),
  };
  const checked = evidenceSchema.safeParse(given);
  if (!checked.success) {
    const [told] = checked.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}.`);
    throw new UsageError(String(told));
  }
  if (date > dateText(now))
    throw new UsageError(`--date ${date}: is in the future.\n  Write the day on which it was done.`);
  const file = store(stringify(checked.data), options.evidence, `${date}-${kind}`);
  process.stdout.write(`${file}: holds until ${validUntil(checked.data)}.\n`);
  return 0;
}

function daysOf(text: string, usual: number): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > usual)
    throw new UsageError(
      `--valid-days ${text}: must be a whole number from 1 to ${usual}, the usual period of this kind.`,
    );
  return days;
}

/** The artefact as seen from the record, where both are in one tree; else its bare name. */
function nameFor(artefact: string, folder: string): string {
  const name = relative(resolve(folder), resolve(artefact)).split(sep).join('/');
  return name.startsWith('../../../') || /^[a-z]:/i.test(name) ? basename(artefact) : name;
}

/** Writes the text under the first free name: a link is made in one step and fails where the name is taken. */
function store(text: string, folder: string, name: string): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (fault) {
    throw new UsageError(
      `${folder}: cannot be made (${(fault as NodeJS.ErrnoException).code}).\n  Name another folder.`,
    );
  }
  const draft = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text);
    for (let number = 1; ; number++) {
      const file = join(folder, `${name}${number === 1 ? '' : `-${number}`}.yaml`);
      if (linked(draft, file)) return file;
    }
  } catch (fault) {
    throw new UsageError(`${folder}: cannot be written (${(fault as NodeJS.ErrnoException).code}).`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fault;
  }
}

/** Lists the records, or their kinds. Gives the exit code 0. Throws a UsageError. */
export function evidenceListCommand(options: {
  readonly evidence: string;
  readonly kinds?: boolean;
  readonly format: 'table' | 'json';
}): number {
  const now = new Date();
  const rows = options.kinds
    ? evidenceKindNames.map((kind) => ({
        kind,
        name: evidenceKinds[kind].name,
        validDays: evidenceKinds[kind].validDays,
      }))
    : readEvidence(options.evidence, now).map((record) => ({
        id: record.id,
        kind: record.kind,
        date: record.date,
        validUntil: validUntil(record),
        state: stateOf(record, now),
        threats: record.threats,
      }));
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(rows, undefined, 2)}\n` : table(rows, options.evidence),
  );
  return 0;
}

function table(rows: readonly { readonly [column: string]: unknown }[], folder: string): string {
  const [first] = rows;
  if (!first) return `No records in ${folder}. Add one: iiot-guard evidence add --help\n`;
  const columns = Object.keys(first);
  const texts = rows.map((row) => columns.map((column) => plainLine(String(row[column]))));
  return `${aligned([columns, ...texts]).join('\n')}\n`;
}

/** Checks every record and the digest of what proves it. Gives the exit code: 1 where something is wrong, else 0. */
export async function evidenceCheckCommand(options: {
  readonly evidence: string;
  readonly site?: string;
  readonly failOn: readonly string[];
}): Promise<number> {
  for (const status of options.failOn)
    if (status !== 'stale') throw new UsageError(`--fail-on ${status}: can only be stale here.`);
  const now = new Date();
  const known = knownThreats(options.site);
  const records = readEvidence(options.evidence, now, true);
  let wrong = 0;
  for (const record of records) {
    const problems = await problemsOfRecord(record, known);
    wrong += problems.length;
    for (const problem of problems) process.stdout.write(`${plainLine(`${record.file}: ${problem}`)}\n`);
    if (problems.length > 0) continue;
    const state = stateOf(record, now);
    if (state === 'stale' && options.failOn.length > 0) wrong++;
    process.stdout.write(
      `${record.file}: ${state}, ${state === 'stale' ? 'held' : 'holds'} until ${validUntil(record)}${existsSync(artefactOf(record)) ? '' : '; what proves it is not here'}.\n`,
    );
  }
  process.stdout.write(`${records.length} records, ${wrong} wrong.\n`);
  return wrong === 0 ? 0 : 1;
}

const artefactOf = ({ file, artefact }: EvidenceRecord): string => join(dirname(file), artefact.name);

async function problemsOfRecord(
  record: EvidenceRecord,
  known: readonly string[],
): Promise<readonly string[]> {
  const problems = record.threats
    .filter((id) => !known.includes(id))
    .map((id) => `\`${id}\` is not a threat${closest(id, known)}`);
  const usual = factsOfKind(record.kind).validDays;
  if (record.validDays !== undefined && record.validDays > usual)
    problems.push(`validDays may be ${usual} at most for ${record.kind}.`);
  const file = artefactOf(record);
  // Only what is really beside the record is compared: proofs are often kept elsewhere.
  if (
    statSync(file, { throwIfNoEntry: false })?.isFile() &&
    (await digestOf(file)) !== record.artefact.sha256
  )
    problems.push(
      `${record.artefact.name} is not the file that the record was made for: the digests differ.`,
    );
  return problems;
}

function knownThreats(site: string | undefined): readonly string[] {
  const file = site ?? (existsSync('stacks/threats.yaml') ? 'stacks/threats.yaml' : undefined);
  return threatsOfSite(readSite(file)).threats.map(({ threat }) => threat.id);
}

function checkThreats(given: readonly string[], known: readonly string[]): void {
  for (const id of given)
    if (!known.includes(id))
      throw new UsageError(
        `--threat ${id}: there is no such threat${closest(id, known)}\n  See \`iiot-guard threats\`.`,
      );
}
