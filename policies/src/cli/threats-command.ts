import { closest } from '../evaluate/closest';
import type { PolicyConfig, RuleConfig } from '../evaluate/settings';
import { latestRuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { assessThreats } from '../threats/assess';
import { type Edition, threatFormats, threatText } from '../threats/report/formats';
import type { ThreatReport } from '../threats/threat-report';
import type { Configured } from './configure';
import { joined, type Part } from './joined';
import { judgeWith, policyConfigFrom, type ReadConfigs } from './judging';
import { deliverAll } from './output';
import { rulesWith } from './own-rules';
import { plainLine } from './plain-line';
import { readEvidence, readSite } from './threats-files';
import { type Place, placeOf, type Unit } from './threats-place';
import { readReport, targetsOf } from './threats-targets';
import { UsageError } from './usage-error';

/** The options of `iiot-guard threats`, as commander gives them. */
export interface ThreatsOptions {
  readonly stack: readonly string[];
  readonly allStacks?: boolean;
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
export async function threatsCommand(
  sources: readonly string[],
  options: ThreatsOptions & Configured,
): Promise<number> {
  const targets = targetsOf(options.format, threatFormats);
  const failOn = options.failOn.map(failStatus);
  const previous = options.against === undefined ? {} : { previous: readReport(options.against) };
  const now = new Date();
  const place = await placeOf(sources, options);
  const site = readSite(options.site ?? place.siteFile);
  const folder = options.evidence ?? place.evidenceFolder;
  const evidence = readEvidence(folder, now, options.evidence !== undefined);
  const report = assessThreats(joined(await judged(place), place.name), { now, site, evidence });
  tellProblems(report);
  const terminal = options.color && process.stdout.isTTY && !process.env.NO_COLOR;
  const deliveries = targets.map(async ({ format, ...destination }) => ({
    text: await threatText(report, format, {
      edition: options.edition,
      colour: terminal === true && destination.file === undefined,
      ...previous,
    }),
    destination,
  }));
  deliverAll(await Promise.all(deliveries));
  if (targets.every(({ file }) => file !== undefined) && !options.quiet)
    process.stderr.write(`${verdict(report)}\n`);
  return report.threats.some(({ status }) => failOn.some((one) => one === status)) ? 1 : 0;
}

/** What the rules say about everything that is read. What is named is checked before a program runs. */
async function judged({ units, read }: Place): Promise<readonly [Part, ...Part[]]> {
  const known: ReadConfigs = new Map();
  const terms: (Pick<Part, 'config'> & { readonly judge: ReturnType<typeof judgeWith> })[] = [];
  for (const unit of units) terms.push(await termsOf(unit, known));
  const parts = (await read()).flatMap((reads, at) => {
    const { config, judge } = terms[at] as (typeof terms)[number];
    return reads.map((one) => ({ report: judge(one), config }));
  });
  // There is always a file or a stack: the default is the program here.
  return parts as unknown as readonly [Part, ...Part[]];
}

async function termsOf({ options, policyConfig }: Unit, known: ReadConfigs) {
  const rules = rulesWith(options.rules);
  // One that is named is read once, so that an exemption which one of the stacks needs is not unused.
  const key = [policyConfig, ...options.rules].join('\n');
  const config = known.get(key) ?? runningAll(await policyConfigFrom(policyConfig, rules));
  known.set(key, config);
  const profile = options.profile === 'strict' ? 'strict' : 'standard';
  return {
    config,
    judge: judgeWith(rules, config, { profile, ruleSet: latestRuleSet, unknown: 'warn', all: true }),
  };
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

function failStatus(text: string): Failing {
  const found = failing.find((known) => known === text);
  if (!found)
    throw new UsageError(`--fail-on ${text}: must be one of ${failing.join(', ')}${closest(text, failing)}`);
  return found;
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
