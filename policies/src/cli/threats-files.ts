import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { dateText, type EvidenceRecord, evidenceSchema } from '../threats/evidence/record';
import { type SiteFile, siteSchema } from '../threats/site/schema';
import { emptySite, joinSites, type Site } from '../threats/site/site';
import { UsageError } from './usage-error';
import { checkedBy, readYamlInput } from './yaml-input';

/** Reads a site file and those it extends. Throws a UsageError. */
export function readSite(file: string | undefined): Site {
  if (file === undefined) return emptySite;
  return joinSites(filesOf(file, []));
}

function filesOf(file: string, above: readonly string[]): readonly SiteFile[] {
  const path = resolve(file);
  if (above.includes(path)) {
    const circle = [...above.slice(above.indexOf(path)), path].map((one) => basename(one)).join(' → ');
    throw new UsageError(`${file}: extends itself (${circle}).\n  Take one of them out of \`extends\`.`);
  }
  const content = checkedBy(siteSchema, readYamlInput(file, 'a site file'));
  const before = (content.extends ?? []).flatMap((other) =>
    filesOf(relative(process.cwd(), join(dirname(path), other)), [...above, path]),
  );
  return [...before, content];
}

/** Whether the name is that of a record. */
const isRecord = (name: string): boolean => /\.ya?ml$/i.test(name) && !name.startsWith('.');

/** Reads every record of a folder; none where there is no folder and none was asked for. Throws a UsageError. */
export function readEvidence(folder: string, now: Date, required = false): readonly EvidenceRecord[] {
  if (!existsSync(folder) && !required) return [];
  const names = listed(folder);
  const seen = new Map<string, string>();
  return names.map((name) => {
    const file = join(folder, name);
    const id = name.replace(/\.ya?ml$/i, '');
    const other = seen.get(id.toLowerCase());
    if (other)
      throw new UsageError(`${file}: has the same name as ${other}.\n  Give one of them another name.`);
    seen.set(id.toLowerCase(), name);
    const input = readYamlInput(file, 'a record');
    const record = checkedBy(evidenceSchema, input);
    if (record.date > dateText(now))
      throw new UsageError(
        `${input.place(['date'])}: ${record.date} is in the future.\n  A record is about what was done; write the day on which it was.`,
      );
    return { ...record, id, file };
  });
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(isRecord).sort();
  } catch (fault) {
    const code = (fault as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'is no folder' : 'cannot be read';
    throw new UsageError(`${folder}: ${why}.\n  Name the folder of the records.`);
  }
}

/** The SHA-256 of a file as hexadecimal digits; undefined where there is none. */
export async function digestOf(file: string): Promise<string | undefined> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
