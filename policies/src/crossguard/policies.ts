import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import { z } from 'zod';
import { type RuleSettings, toFinding } from '../evaluate/evaluate';
import type { Finding } from '../evaluate/finding';
import { canJudge, isStackRule, judgeInStack, judgeResource } from '../evaluate/judge';
import { checkPolicyConfig, isProblems, ruleConfigSchema, settingsUnder } from '../evaluate/policy-config';
import { stackView } from '../evaluate/view';
import { explanation } from '../report/explanation';
import type { NotEvaluated, Resource } from '../resources/resource';
import { type Rule, type StackRule, targets } from '../rule/rule';
import { levelIn, type Profile } from '../rule/settings';
import { controlsOf, strideOf, threatsOf } from '../rule/topic-facts';
import { EngineArguments } from './arguments';

/** One CrossGuard policy per rule, at the levels of the profile, so that users set levels and options for each. */
export function crossGuardPolicies(rules: readonly Rule[], profile: Profile): Policies {
  const engine = new EngineArguments();
  return rules.map((rule) =>
    isStackRule(rule) ? stackPolicy(rule, profile, engine) : resourcePolicy(rule, profile, engine),
  );
}

function facts(rule: Rule, profile: Profile) {
  const mcsb = controlsOf(rule)
    .find((control) => control.startsWith('mcsb:'))
    ?.slice('mcsb:'.length);
  return {
    name: rule.id,
    displayName: rule.title,
    description: `${rule.title}.`,
    enforcementLevel: levelIn(profile, rule),
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
  const { properties = {} } = z.toJSONSchema(ruleConfigSchema(rule), { io: 'input' });
  // The SDK adds the level itself and refuses a schema that names it.
  const { enforcementLevel: _level, ...own } = properties;
  return { properties: own as PolicyConfigSchema['properties'] };
}

function resourcePolicy(
  rule: Exclude<Rule, StackRule>,
  profile: Profile,
  engine: EngineArguments,
): ResourceValidationPolicy {
  const types = new Set<string>(targets(rule));
  const settingsOf = settingsFrom(rule, profile);
  return {
    ...facts(rule, profile),
    validateResource: (args, report) => {
      const subjects = engine.ofResource(args).resources.filter((resource) => types.has(resource.type));
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

function stackPolicy(rule: StackRule, profile: Profile, engine: EngineArguments): StackValidationPolicy {
  const types = new Set<string>(targets(rule));
  const settingsOf = settingsFrom(rule, profile);
  return {
    ...facts(rule, profile),
    validateStack: (args, report) => {
      const resources: Resource[] = [];
      const notEvaluated: NotEvaluated[] = [];
      for (const resource of args.resources) {
        const normalised = engine.ofStack(resource);
        resources.push(...normalised.resources);
        notEvaluated.push(...normalised.notEvaluated);
      }
      const subjects = resources.filter((resource) => types.has(resource.type) && canJudge(rule, resource));
      if (subjects.length === 0)
        return notApplicable(args, 'The stack has no resource for the rule to look at');
      const settings = settingsOf(args.getConfig());
      if (typeof settings === 'string') return report(settings);
      const stack = stackView(resources, notEvaluated);
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
function settingsFrom(rule: Rule, profile: Profile): (config: object) => RuleSettings | string {
  const usual = settingsUnder(profile)(rule);
  return (config) => {
    if (Object.keys(config).length === 0) return usual;
    const checked = checkPolicyConfig({ [rule.id]: config }, [rule]);
    if (!isProblems(checked)) return settingsUnder(profile, checked)(rule);
    const problems = checked.map(({ path, message }) => `${path.slice(1).join('.')} ${message}`.trim());
    return `The policy configuration of this rule is wrong, so it was not applied: ${problems.join('; ')}.`;
  };
}

function tell(findings: readonly Finding[], report: ReportViolation): void {
  for (const finding of findings) {
    if (finding.outcome === 'fail' || finding.outcome === 'error')
      report(explanation(finding), finding.resource.urn);
    if (finding.outcome === 'exempt') note(finding, report);
  }
}

/** Shows a finding that must not block, whatever the level of its rule. The engine accepts a level per violation. */
function note(finding: Finding, report: ReportViolation): void {
  const advisory = {
    message: explanation(finding),
    urn: finding.resource.urn,
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
