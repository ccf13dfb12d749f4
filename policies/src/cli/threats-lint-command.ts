import { existsSync } from 'node:fs';
import { problemsOf } from '../threats/lint';
import { threatsOfSite } from '../threats/site/threats-of-site';
import { rulesWith } from './own-rules';
import { plainLine } from './plain-line';
import { readEvidence, readSite } from './threats-files';

const defaultSite = 'stacks/threats.yaml';

/** Checks site file and records. Gives the exit code: 1 where something is inconsistent, else 0. Throws a UsageError. */
export function threatsLintCommand(options: {
  readonly site?: string;
  readonly evidence?: string;
  readonly rules: readonly string[];
}): number {
  const now = new Date();
  const siteFile = options.site ?? (existsSync(defaultSite) ? defaultSite : undefined);
  const site = readSite(siteFile);
  const evidence = readEvidence(options.evidence ?? 'stacks/evidence', now, options.evidence !== undefined);
  const { threats: records, problems } = threatsOfSite(site);
  const all = [...problems, ...problemsOf({ site, records, evidence, rules: rulesWith(options.rules), now })];
  for (const { file, where, message } of all)
    process.stdout.write(`${plainLine(`${file ?? siteFile ?? 'register'}: ${where}: ${message}`)}
`);
  const read = `${records.length} threats, ${evidence.length} records`;
  process.stdout.write(
    all.length === 0 ? `${read}: consistent.\n` : `${read}: ${all.length} inconsistent.\n`,
  );
  return all.length === 0 ? 0 : 1;
}
