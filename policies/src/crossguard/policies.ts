import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import { exemptionToken } from '../evaluate/beside';
import { ruleProperties } from '../evaluate/config-json-schema';
import { type RuleSettings, toFinding } from '../evaluate/evaluate';
import type { Finding, Level } from '../evaluate/finding';
import { idsOf } from '../evaluate/former-ids';
import { exemptionBeside, guardLevelIn } from '../evaluate/guard-rules';
import { canJudge, judgeInStack, judgeResource, needsStack } from '../evaluate/judge';
import { checkPolicyConfig, isProblems } from '../evaluate/policy-config';
import { isRemediable, remedyFor, write } from '../evaluate/remedy';
import { settingsUnder } from '../evaluate/settings';
import { explanation } from '../report/explanation';
import { normalise } from '../resources/normalise';
import type { Resource } from '../resources/resource';
import { looksAt, type Rule, type StackRule } from '../rule/rule';
import { latestRuleSet, type RuleSet } from '../rule/rule-sets';
import type { Profile } from '../rule/settings';
import { controlsOf, strideOf, threatsOf } from '../rule/topic-facts';
import { applicableOnly } from './applicable';
import { EngineArguments, plain, registeredFrom } from './arguments';
import type { BesideExemptions } from './beside-exemptions';

/**
 * One CrossGuard policy per rule, at the levels of the profile, so that users set levels and options for each. Rules that are
 * later than the rule set are advisory.
 */
export function crossGuardPolicies(
  rules: readonly Rule[],
  profile: Profile,
  ruleSet: RuleSet = latestRuleSet,
): Policies {
  const engine = new EngineArguments();
  const policies = rules.map((rule) => {
    const usual = settingsUnder(profile, {}, ruleSet)(rule);
    const given = facts(rule, usual.level);
    const settingsOf = settingsFrom(rule, profile, ruleSet, engine.beside);
    if (needsStack(rule)) return { ...given, ...stackPolicy(rule, settingsOf, engine) };
    return { ...given, ...resourcePolicy(rule, settingsOf, engine), ...remediation(rule, settingsOf) };
  });
  return applicableOnly([...policies, besidePolicy(rules, profile, engine.beside)], rules);
}

/**
 * Takes in what programs say beside their resources (`exempt`). It comes as a component before the resource, so that the other
 * policies know of it when they look at that. Last in the list: its place is not that of a rule.
 */
function besidePolicy(
  rules: readonly Rule[],
  profile: Profile,
  beside: BesideExemptions,
): ResourceValidationPolicy {
  const ids = idsOf(rules);
  return {
    ...facts(exemptionBeside, guardLevelIn(profile, exemptionBeside)),
    validateResource: (args, report) => {
      if (args.type !== exemptionToken) return notApplicable(args);
      const { accept = true } = args.getConfig<{ readonly accept?: boolean }>();
      const wrong = accept
        ? beside.add(args.urn, plain(args.props), ids)
        : 'the policy configuration accepts none in programs.';
      if (wrong !== undefined) report(`This exemption counts for nothing: ${wrong}`, args.urn);
    },
  };
}

type SettingsOf = (config: object) => RuleSettings | string;

function facts(rule: Rule, level: Level) {
  const mcsb = controlsOf(rule)
    .find((control) => control.startsWith('mcsb:'))
    ?.slice('mcsb:'.length);
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}.`,
    enforcementLevel: level,
    severity: rule.severity,
    // The SDK takes one framework; the others are tags.
    ...(mcsb
      ? {
          framework: {
            name: 'Microsoft cloud security benchmark',
            version: '1',
            reference: mcsb,
            specification: rule.title,
          },
        }
      : {}),
    tags: [
      rule.class,
      ...[...strideOf(rule)].map((letter) => `stride:${letter}`),
      ...threatsOf(rule),
      ...controlsOf(rule),
    ],
    remediationSteps: rule.fix.say,
    ...(rule.links[0] ? { url: rule.links[0] } : {}),
    configSchema: configSchema(rule),
  };
}

function configSchema(rule: Rule): PolicyConfigSchema {
  // The SDK adds the level itself and refuses a schema that names it.
  return { properties: ruleProperties(rule) as PolicyConfigSchema['properties'] };
}

function resourcePolicy(
  rule: Exclude<Rule, StackRule>,
  settingsOf: SettingsOf,
  engine: EngineArguments,
): Pick<ResourceValidationPolicy, 'validateResource'> {
  const isSubject = subjectsOf(rule);
  return {
    validateResource: (args, report) => {
      const subjects = engine.ofResource(args).resources.filter(isSubject);
      if (subjects.length === 0) return notApplicable(args);
      const settings = settingsOf(args.getConfig());
      if (typeof settings === 'string') return report(settings, args.urn);
      const findings = subjects.flatMap((subject) =>
        judgeResource(rule, subject, settings.options).map((judgement) =>
          toFinding(rule, subject, judgement, settings, new Date()),
        ),
      );
      tell(findings, report);
      // Reading an unknown makes the SDK add its own note, after the known faults have been told.
      const unknown = findings.filter((finding) => finding.outcome === 'unknown');
      for (const finding of unknown) touch(args.props, finding.property);
      // Still here: what the rule read was worked out from an unknown that stands elsewhere in the resource.
      for (const finding of unknown) note(finding, report);
      if (findings.length === 0) notApplicable(args, 'The rule asks nothing of this resource');
    },
  };
}

/**
 * Puts right what a rule with one known fix finds, where the user has set its level to `remediate`. The properties are written
 * through the SDK's proxy, which keeps secrets secret.
 */
function remediation(
  rule: Rule,
  settingsOf: SettingsOf,
): Pick<ResourceValidationPolicy, 'remediateResource'> | undefined {
  if (!isRemediable(rule)) return undefined;
  const isSubject = subjectsOf(rule);
  return {
    remediateResource: (args) => {
      const settings = settingsOf(args.getConfig());
      // A wrong configuration is told when the resource is validated; nothing is changed under it.
      if (typeof settings === 'string') return undefined;
      const remedies = normalise(registeredFrom(args))
        .resources.filter(isSubject)
        .flatMap((subject) => remedyFor(rule, subject, settings, new Date()) ?? []);
      for (const { paths, value } of remedies) for (const path of paths) write(args.props, path, value);
      return remedies.length === 0 ? undefined : args.props;
    },
  };
}

/** Whether a rule is about a resource: one of its types, answered once for each type. */
function subjectsOf(rule: Rule): (resource: Resource) => boolean {
  const answers = new Map<string, boolean>();
  return ({ type }) => {
    let answer = answers.get(type);
    if (answer === undefined) {
      answer = looksAt(rule, type);
      answers.set(type, answer);
    }
    return answer;
  };
}

function stackPolicy(
  rule: Rule,
  settingsOf: SettingsOf,
  engine: EngineArguments,
): Pick<StackValidationPolicy, 'validateStack'> {
  const isSubject = subjectsOf(rule);
  return {
    validateStack: (args, report) => {
      const { resources, stack } = engine.stackOf(args.resources);
      const subjects = resources.filter((resource) => isSubject(resource) && canJudge(rule, resource));
      if (subjects.length === 0)
        return notApplicable(args, 'The stack has no resource for the rule to look at');
      const settings = settingsOf(args.getConfig());
      if (typeof settings === 'string') return report(settings);
      const findings = subjects.flatMap((subject) =>
        judgeInStack(rule, subject, stack, settings.options).map((judgement) =>
          toFinding(rule, subject, judgement, settings, new Date()),
        ),
      );
      tell(findings, report);
      for (const finding of findings) if (finding.outcome === 'unknown') note(finding, report);
    },
  };
}

const notApplicableErrors = new Map<string | undefined, unknown>();

/**
 * Says that a rule does not apply, which the SDK does by throwing. Most rules do not apply to most resources, and making
 * an error each time would take most of the time of the pack, so one is made for each reason and thrown again. For the
 * same cause nothing is said where the type is another: the reasons would be most of what is sent back.
 */
function notApplicable(args: { readonly notApplicable: (reason?: string) => never }, reason?: string): never {
  const known = notApplicableErrors.get(reason);
  if (known !== undefined) throw known;
  try {
    return args.notApplicable(reason);
  } catch (error) {
    notApplicableErrors.set(reason, error);
    throw error;
  }
}

/** The settings of a rule from its configuration; or, as text, what is wrong with that. A slip must not go unseen. */
function settingsFrom(rule: Rule, profile: Profile, ruleSet: RuleSet, beside: BesideExemptions): SettingsOf {
  const usual = settingsUnder(profile, {}, ruleSet)(rule);
  return (config) => {
    if (Object.keys(config).length === 0) return beside.with(usual, rule);
    const checked = checkPolicyConfig({ [rule.id]: config }, [rule]);
    if (!isProblems(checked)) return beside.with(settingsUnder(profile, checked, ruleSet)(rule), rule);
    const problems = checked.map(({ path, message }) => `${path.slice(1).join('.')} ${message}`.trim());
    return `The policy configuration of this rule is wrong, so it was not applied: ${problems.join('; ')}.`;
  };
}

function tell(findings: readonly Finding[], report: ReportViolation): void {
  for (const finding of findings) {
    if (finding.outcome === 'exempt' || isAdviceOnly(finding)) note(finding, report);
    else if (finding.outcome === 'fail' || finding.outcome === 'error') report(told(finding), urnOf(finding));
  }
}

/** The URN by which the engine knows where a finding belongs: that of the deployment for what is inside its template. */
const urnOf = ({ resource }: Finding): string => resource.within ?? resource.urn;

function told(finding: Finding): string {
  const { resource } = finding;
  const inside = resource.within === undefined ? '' : `In its template, ${resource.type} ${resource.name}: `;
  return `${inside}${explanation(finding)}`;
}

/** Whether a fault is one only since a rule set later than the pinned one: the level of the rule is not meant for it. */
const isAdviceOnly = ({ outcome, adviceOnly }: Finding): boolean => outcome === 'fail' && adviceOnly === true;

/** Shows a finding that must not block, whatever the level of its rule. The engine accepts a level per violation. */
function note(finding: Finding, report: ReportViolation): void {
  const advisory = {
    message: told(finding),
    urn: urnOf(finding),
    enforcementLevel: 'advisory',
    severity: finding.rule.severity,
  };
  // The SDK takes the object form, which its type keeps to itself.
  (report as unknown as (violation: typeof advisory) => void)(advisory);
}

/** Walks to a property path through the SDK's proxy, which throws at the unknown. */
function touch(props: Record<string, unknown>, path: string): void {
  let node: unknown = props;
  for (const part of path.split(/[.[\]]+/).filter(Boolean)) {
    if (typeof node !== 'object' || node === null) return;
    node = (node as Record<string, unknown>)[part];
  }
}
