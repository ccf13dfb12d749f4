import type { Place, Resource } from '../resources/resource';
import { defineRule, type Rule } from '../rule/rule';
import type { Profile } from '../rule/settings';
import type { Beside } from './beside';
import { type Exemption, isExpired } from './exemption';
import type { Finding, Level } from './finding';

// Rules about the exemptions and baselines of the guard itself. No resource breaks them, so they are no CrossGuard policies and
// stand outside of the catalogue; their levels are set in the policy configuration like those of every other rule.

const aboutExemptions = 'iiot-guard/exemptions';
const aboutBaselines = 'iiot-guard/baselines';

const common = {
  topic: 'gov-required-tags',
  class: 'supply-chain',
  controls: [],
  threats: [],
  // What they are about is given to them below, and nothing is read.
  property: [],
  check: () => [],
  advisory: true,
  exemptible: false,
  links: ['https://www.pulumi.com/docs/insights/policy/'],
  examples: { good: [], bad: [] },
} as const;

export const exemptionExpired = defineRule({
  ...common,
  id: 'exemption-expired',
  title: 'No exemption is past its last day',
  severity: 'medium',
  target: aboutExemptions,
  why: 'An exemption was a decision for a time. When it is over, the fault it covered is back, and somebody has to decide again.',
  fix: {
    say: 'Fix what it covers and remove it, or have it decided again with a new last day.',
    replaces: false,
  },
  serviceDefault: { is: 'an exemption without effect stays where it was written' },
});

export const exemptionUnused = defineRule({
  ...common,
  id: 'exemption-unused',
  title: 'Every exemption is needed by a finding',
  severity: 'low',
  target: aboutExemptions,
  why: 'An exemption that nothing needs today silently covers the next fault that fits it.',
  fix: { say: 'Remove it, or correct the name of the resource or property that it is for.', replaces: false },
  serviceDefault: { is: 'an exemption that nothing needs stays where it was written' },
});

export const baselineFixed = defineRule({
  ...common,
  id: 'baseline-fixed',
  title: 'The baseline accepts nothing that was put right',
  severity: 'low',
  target: aboutBaselines,
  why: 'An entry for what was put right lets the same fault come back unseen.',
  fix: { say: 'Run `iiot-guard baseline prune`, and commit the file.', replaces: false },
  serviceDefault: { is: 'entries stay until they are pruned' },
});

export const exemptionBeside = defineRule({
  ...common,
  id: 'exemption-beside-resource',
  title: 'Exemptions beside resources are accepted and name a rule',
  severity: 'medium',
  target: aboutExemptions,
  why: 'Who writes a program could excuse it from every rule; the central configuration decides whether that counts.',
  fix: {
    say: 'Have the exemption written into the policy configuration, or correct the id of its rule.',
    replaces: false,
  },
  serviceDefault: { is: 'exemptions beside resources count' },
  options: {
    accept: {
      type: 'boolean',
      default: true,
      description: 'Whether exemptions beside resources count at all',
    },
  },
});

/** The rules about exemptions and baselines. */
export const guardRules: readonly Rule[] = [
  exemptionExpired,
  exemptionUnused,
  exemptionBeside,
  baselineFixed,
];

/** Whether a rule is one of these, which look at no resource. */
export const isGuardRule = (rule: Rule): boolean => guardRules.includes(rule);

/** The level of such a rule where the configuration names none: advice, but for exemptions that are over or count for nothing. */
export function guardLevelIn(profile: Profile, rule: Rule): Exclude<Level, 'disabled'> {
  const grave = rule === exemptionExpired || rule === exemptionBeside;
  return profile === 'strict' && grave ? 'mandatory' : 'advisory';
}

/** How an exemption stands today. */
export type ExemptionState = 'used' | 'unused' | 'expired' | 'refused';

/** An exemption that was written somewhere, and how it stands. */
export interface KnownExemption {
  readonly rule: Pick<Rule, 'id' | 'exemptible'>;
  readonly exemption: Exemption;
  readonly state: ExemptionState;
}

/** All exemptions of rules, with how they stand after an evaluation. */
export function knownExemptions(
  rules: readonly Rule[],
  exemptionsOf: (rule: Rule) => readonly Exemption[],
  findings: readonly Finding[],
  now: Date,
): readonly KnownExemption[] {
  const needed = new Set(findings.flatMap(({ exemption }) => exemption ?? []));
  return rules.flatMap((rule) =>
    exemptionsOf(rule).map((exemption) => ({
      rule,
      exemption,
      state: stateOf(rule, exemption, needed, now),
    })),
  );
}

function stateOf(
  rule: Rule,
  exemption: Exemption,
  needed: ReadonlySet<Exemption>,
  now: Date,
): ExemptionState {
  if (rule.exemptible === false) return 'refused';
  if (isExpired(exemption, now)) return 'expired';
  return needed.has(exemption) ? 'used' : 'unused';
}

/** The findings about exemptions: those past their last day, and those that nothing needed. */
export function exemptionFindings(
  exemptions: readonly KnownExemption[],
  levelOf: (rule: Rule) => Level,
): readonly Finding[] {
  return exemptions.flatMap(({ rule, exemption, state }): readonly Finding[] => {
    const { resource, owner, expires } = exemption;
    const what = `The exemption of \`${resource}\` from ${rule.id} (${owner})`;
    const told = (by: Rule, message: string) =>
      finding(by, levelOf, about(rule, exemption), message).map((one) => ({ ...one, exemption }));
    if (state === 'expired') return told(exemptionExpired, `${what} expired on ${expires}.`);
    return state === 'unused' ? told(exemptionUnused, `${what} covers nothing that was found.`) : [];
  });
}

/** The findings about exemptions beside resources that count for nothing. `why` is the end of a sentence. */
export function besideFindings(
  ignored: readonly (Beside & { readonly why: string })[],
  levelOf: (rule: Rule) => Level,
): readonly Finding[] {
  return ignored.flatMap(({ rule, exemption, why }) => {
    const message = `The exemption from \`${rule}\` beside the resource (${exemption.owner}) counts for nothing: ${why}`;
    return finding(exemptionBeside, levelOf, about({ id: rule }, exemption), message);
  });
}

/** The finding about baseline entries that were put right, where there are any. */
export function baselineFinding(
  file: string,
  fixed: number,
  levelOf: (rule: Rule) => Level,
): readonly Finding[] {
  if (fixed === 0) return [];
  const resource = itself(aboutBaselines, `baseline:${file}`, file, { file, line: 1 });
  const entries = fixed === 1 ? '1 entry of the baseline was' : `${fixed} entries of the baseline were`;
  return finding(baselineFixed, levelOf, resource, `${entries} put right.`);
}

function finding(
  rule: Rule,
  levelOf: (rule: Rule) => Level,
  resource: Resource,
  message: string,
): readonly Finding[] {
  const level = levelOf(rule);
  return level === 'disabled' ? [] : [{ rule, level, outcome: 'fail', resource, property: '', message }];
}

/** The URN that stands for an exemption: the same as long as rule, resource and property are. */
function about(rule: Pick<Rule, 'id'>, { resource, property, place }: Exemption): Resource {
  const of = [rule.id, resource, ...(property === undefined ? [] : [property])].join(':');
  return itself(aboutExemptions, `exemption:${of}`, resource.replace(/^.*::/s, ''), place);
}

function itself(type: Resource['type'], urn: string, name: string, place: Place | undefined): Resource {
  return {
    urn,
    name,
    token: type.replace('/', ':'),
    type,
    custom: false,
    properties: {},
    propertyDependencies: {},
    dependencies: [],
    ...(place ? { declaredAt: place } : {}),
  };
}

/** What several reports, each of one stack or file, say about exemptions and baselines together. */
export interface GuardFacts {
  readonly exemptions?: readonly KnownExemption[] | undefined;
  readonly baseline?: { readonly file: string; readonly fixed: number } | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The same for several reports as one: an exemption is unused only where no report needed it, and nothing is told twice.
 * What one configuration says is known by its being the same object in all of them.
 */
export function joinGuardFacts(reports: readonly GuardFacts[]): GuardFacts {
  const states = new Map<Exemption, KnownExemption>();
  for (const known of reports.flatMap(({ exemptions = [] }) => exemptions)) {
    const before = states.get(known.exemption);
    if (!before || known.state === 'used') states.set(known.exemption, known);
  }
  const fixed = new Map<string, number>();
  for (const { baseline } of reports)
    if (baseline) fixed.set(baseline.file, (fixed.get(baseline.file) ?? 0) + baseline.fixed);
  const told = new Set<Exemption | string>();
  const findings = reports.flatMap((report) =>
    report.findings.flatMap((one): readonly Finding[] => {
      if (!isGuardRule(one.rule)) return [one];
      const key = one.exemption ?? one.resource.urn;
      if (told.has(key)) return [];
      told.add(key);
      if (one.rule === baselineFixed && report.baseline)
        return baselineFinding(report.baseline.file, fixed.get(report.baseline.file) ?? 0, () => one.level);
      const stillUnused = one.exemption && states.get(one.exemption)?.state === 'unused';
      return one.rule === exemptionUnused && !stillUnused ? [] : [one];
    }),
  );
  const [first, ...others] = fixed.keys();
  const baseline =
    first === undefined
      ? undefined
      : {
          file: [first, ...others].join(', '),
          fixed: [...fixed.values()].reduce((sum, count) => sum + count, 0),
        };
  return { findings, baseline, exemptions: [...states.values()] };
}
