import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { closest } from '../evaluate/closest';
import type { PolicyConfig, RuleConfig } from '../evaluate/settings';
import { latestRuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { assessThreats } from '../threats/assess';
import { type Edition, type ThreatFormat, threatFormats, threatText } from '../threats/report/formats';
import type { ThreatReport } from '../threats/threat-report';
import { joined } from './joined';
import { type JudgingOptions, judgeWith, policyConfigFrom, type Read } from './judging';
import { checkWritable, deliver } from './output';
import { rulesWith } from './own-rules';
import { plainLine } from './plain-line';
import { readEvidence, readSite } from './threats-files';
import { UsageError } from './usage-error';

/** The options of `iiot-guard threats`, as commander gives them. */
export interface ThreatsOptions {
  readonly stack?: string;
  readonly profile: Profile;
  readonly rules: readonly string[];
  readonly policyConfig?: string;
  readonly site?: string;
  readonly evidence?: string;
  readonly edition: Edition;
  readonly format: readonly string[];
  readonly against?: string;
  readonly failOn: readonly string[];
  readonly color: boolean;
  readonly quiet?: boolean;
}

const failing = ['stale', 'violated', 'open'] as const;
type Failing = (typeof failing)[number];

/** Makes the report about threats and writes it. Gives the exit code: 1 where a status of `--fail-on` occurs, else 0. */
export async function threatsCommand(sources: readonly string[], options: ThreatsOptions): Promise<number> {
  const targets = options.format.length === 0 ? [{ format: 'console' as const }] : options.format.map(target);
  if (targets.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Two reports cannot both go to standard output.\n  Write one of them to a file: --format json=threats.json',
    );
  const failOn = options.failOn.map(failStatus);
  const previous = options.against === undefined ? undefined : readReport(options.against);
  const now = new Date();
  const rules = rulesWith(options.rules);
  const place = await placeOf(sources, options);
  const site = readSite(options.site ?? place.siteFile);
  const evidence = readEvidence(
    options.evidence ?? place.evidenceFolder,
    now,
    options.evidence !== undefined,
  );
  const config = runningAll(await policyConfigFrom(options.policyConfig ?? place.policyConfig, rules));
  const judging: JudgingOptions = {
    profile: options.profile === 'strict' ? 'strict' : 'standard',
    ruleSet: latestRuleSet,
    rules: [],
    only: [],
    skip: [],
    unknown: 'warn',
    format: [],
    all: true,
    color: false,
  };
  const judge = judgeWith(rules, config, judging);
  const [first, ...others] = (await place.read()).map((read) => ({ report: judge(read), config }));
  if (first === undefined) throw new UsageError('No file was named.');
  const report = assessThreats(joined([first, ...others], `${sources.length} files`), {
    now,
    site,
    evidence,
  });
  tellProblems(report);
  for (const { format, file } of targets) {
    const colour =
      options.color && file === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
    const text = await threatText(report, format, {
      edition: options.edition,
      colour,
      ...(previous === undefined ? {} : { previous }),
    });
    // Only the place counts here; the text is written already.
    deliver(text, { format: 'json', ...(file === undefined ? {} : { file }) });
  }
  if (targets.every(({ file }) => file !== undefined) && !options.quiet)
    process.stderr.write(`${verdict(report)}\n`);
  return report.threats.some(({ status }) => failOn.some((one) => one === status)) ? 1 : 0;
}

/** Says what in the files counts for nothing, so that nobody believes it does. */
function tellProblems({ problems }: ThreatReport): void {
  for (const { file, where, message } of problems.slice(0, mostProblems))
    process.stderr.write(`warning: ${plainLine(`${file ? `${file}: ` : ''}${where}: ${message}`)}\n`);
  if (problems.length > mostProblems)
    process.stderr.write(
      `warning: and ${problems.length - mostProblems} more; see \`iiot-guard threats lint\`.\n`,
    );
}

const mostProblems = 20;

const verdict = ({ threats, summary }: ThreatReport): string =>
  `${threats.length} threats: ${summary.threats.verified} verified, ${summary.threats.violated} violated, ${summary.threats.open} open.`;

function target(text: string): { readonly format: ThreatFormat; readonly file?: string } {
  const [name = '', ...rest] = text.split('=');
  const format = threatFormats.find((known) => known === name);
  if (!format)
    throw new UsageError(
      `--format ${text}: there is no format "${name}"${closest(name, threatFormats)}\n  The formats are ${threatFormats.join(', ')}.`,
    );
  if (rest.length === 0) return { format };
  const file = rest.join('=');
  if (file === '') throw new UsageError(`--format ${text}: no file is named after the equals sign.`);
  checkWritable(file);
  return { format, file };
}

function failStatus(text: string): Failing {
  const found = failing.find((known) => known === text);
  if (!found)
    throw new UsageError(`--fail-on ${text}: must be one of ${failing.join(', ')}${closest(text, failing)}`);
  return found;
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    const missing = (fault as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(
      `${file}: ${missing ? 'there is no such file' : 'is not a report in JSON'}.\n  Name what --format json=… wrote earlier.`,
    );
  }
}

/** Where things are read from. */
interface Place {
  readonly siteFile?: string;
  readonly evidenceFolder: string;
  readonly policyConfig?: string;
  readonly read: () => Promise<readonly Read[]>;
}

/** A folder is a program to preview; files are checked as they are. */
async function placeOf(sources: readonly string[], options: ThreatsOptions): Promise<Place> {
  const [first = '.'] = sources;
  const isFolder = statSync(first, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && sources.length > 1)
    throw new UsageError('One program can be previewed at a time.\n  Name a single folder, or files only.');
  if (isFolder) return programAt(first, options);
  if (options.stack !== undefined)
    throw new UsageError(
      '--stack names the stack of a program, and files have none.\n  Leave it out, or name a folder.',
    );
  const { readSource } = await import('../sources/files/read-source.js');
  const { readOf } = await import('./check-files.js');
  return {
    ...besides(existsSync('stacks') ? 'stacks' : '.'),
    read: async () => sources.map((file) => readOf(readSource(file))),
  };
}

async function programAt(directory: string, options: ThreatsOptions): Promise<Place> {
  const { readProject } = await import('../sources/preview/project.js');
  const { readStack } = await import('../sources/preview/stack-config.js');
  const { previewStacks } = await import('./preview-stacks.js');
  const project = readProject(directory);
  const stack = readStack(project, options.stack).name;
  const folder = relative(process.cwd(), project.stackDirectory) || '.';
  const policy = join(folder, `${stack}.policy.json`);
  return {
    ...besides(folder),
    ...(existsSync(policy) ? { policyConfig: policy } : {}),
    read: async () => {
      const { profile } = options;
      const prepared = { config: {}, options: { profile, ruleSet: latestRuleSet } };
      const previews = await previewStacks([{ name: stack, prepared }], {
        directory,
        title: basename(resolve(directory)),
        engine: 'offline',
        quiet: options.quiet ?? false,
      });
      return previews.map(({ resources, notEvaluated }) => ({
        source: { kind: 'preview', name: project.name, stack },
        registered: resources,
        notEvaluated,
      }));
    },
  };
}

function besides(folder: string): Pick<Place, 'siteFile' | 'evidenceFolder'> {
  const site = join(folder, 'threats.yaml');
  return { evidenceFolder: join(folder, 'evidence'), ...(existsSync(site) ? { siteFile: site } : {}) };
}

/** A configuration may switch a rule off; it cannot hide from this report what the rule would have said. */
function runningAll(config: PolicyConfig): PolicyConfig {
  return Object.fromEntries(Object.entries(config).map(([rule, said]) => [rule, running(said)]));
}

function running(said: RuleConfig | undefined): RuleConfig | undefined {
  if (said === 'disabled') return 'advisory';
  if (typeof said === 'object' && said.enforcementLevel === 'disabled')
    return { ...said, enforcementLevel: 'advisory' };
  return said;
}
