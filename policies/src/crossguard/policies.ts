import type {
  Policies,
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import { z } from 'zod';
import { type RuleSettings, toFinding } from '../evaluate/evaluate';
import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import { isStackRule, judgeInStack, judgeResource } from '../evaluate/judge';
import { ruleConfigSchema } from '../evaluate/policy-config';
import { stackView } from '../evaluate/view';
import { explanation } from '../report/explanation';
import type { NotEvaluated, Resource } from '../resources/resource';
import { type OptionValues, type Rule, type StackRule, targets } from '../rule/rule';
import { levelIn, optionsIn, type Profile } from '../rule/settings';
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
  const types = new Set(targets(rule).map((type) => type.toLowerCase()));
  const otherType = `The rule looks at ${targets(rule).join(', ')}`;
  return {
    ...facts(rule, profile),
    validateResource: (args, report) => {
      const subjects = engine
        .ofResource(args)
        .resources.filter((resource) => types.has(resource.type.toLowerCase()));
      if (subjects.length === 0) return notApplicable(args, otherType);
      const settings = settingsFrom(rule, profile, args.getConfig());
      const findings = subjects.flatMap((subject) =>
        judgeResource(rule, subject, settings.options).map((judgement) =>
          toFinding(rule, subject, judgement, settings, new Date()),
        ),
      );
      tell(findings, report);
      // Reading an unknown makes the SDK add its own note, after the known faults have been told.
      for (const finding of findings) if (finding.outcome === 'unknown') touch(args.props, finding.property);
      if (findings.length === 0) notApplicable(args, 'The rule asks nothing of this resource');
    },
  };
}

function stackPolicy(rule: StackRule, profile: Profile, engine: EngineArguments): StackValidationPolicy {
  const types = new Set(targets(rule).map((type) => type.toLowerCase()));
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
      const subjects = resources.filter((resource) => types.has(resource.type.toLowerCase()));
      if (subjects.length === 0)
        return notApplicable(args, `The stack has no ${[...targets(rule)].join(', ')}`);
      const settings = settingsFrom(rule, profile, args.getConfig());
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

/**
 * Says that a rule does not apply, which the SDK does by throwing. Most rules do not apply to most resources, so the
 * stack that an error records, and nobody reads, would take most of the time of the pack.
 */
function notApplicable(args: { readonly notApplicable: (reason?: string) => never }, reason: string): never {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return args.notApplicable(reason);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function settingsFrom(rule: Rule, profile: Profile, config: object): RuleSettings {
  const { exemptions = [], ...options } = config as { exemptions?: readonly Exemption[] };
  return {
    level: levelIn(profile, rule),
    options: optionsIn(profile, rule, options as OptionValues),
    exemptions,
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
