import { evaluate } from '../../policies/src/evaluate/evaluate';
import type { Finding } from '../../policies/src/evaluate/finding';
import { settingsUnder } from '../../policies/src/evaluate/settings';
import type { Report } from '../../policies/src/report/summary';
import { iotHub, vault } from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import type { CheckRule, Rule } from '../../policies/src/rule/rule';
import { ruleById } from '../../policies/src/rules/catalogue';
import { resource } from '../../policies/src/testing';

export const need = (id: string): Rule => {
  const rule = ruleById(id);
  if (!rule) throw new Error(`${id} is gone`);
  return rule;
};

export const tls = need('iothub-min-tls-1-2');
export const endpoint = need('iothub-private-endpoint');

/** A rule that fails itself, with a secret in the text of its fault. */
export const broken: CheckRule = {
  ...need('kv-purge-protection'),
  id: 'broken-rule',
  property: 'a',
  check: () => {
    throw new TypeError('canary-71');
  },
};

export const hub = (name: string, minTlsVersion: string, file = 'hubs.ts') => ({
  ...resource(iotHub, name, { properties: { minTlsVersion } }),
  declaredAt: { file, line: 7 },
});

/** A fault of a storage account's minimum TLS version, or what is changed about it. */
export const faultOf =
  (rule: Rule, subject: Finding['resource']) =>
  (change: Partial<Finding> = {}): Finding => ({
    rule,
    level: 'mandatory',
    outcome: 'fail',
    resource: subject,
    property: 'minimumTlsVersion',
    message: 'It is too old.',
    ...change,
  });

export const exemption = {
  resource: 'old',
  reason: 'leaves in May',
  owner: 'ot@example.com',
  expires: '2999-01-01',
  ticket: 'OT-1',
};

/** A report with every outcome, of mandatory and advisory rules. */
export function reportOf(change: Partial<Report> = {}): Report {
  const resources = [
    hub('bad', '1.0'),
    hub('good', '1.2'),
    hub('old', '1.0'),
    hub('later', UNKNOWN),
    resource(vault, 'v', {}),
  ];
  const settings = settingsUnder('standard', {
    [tls.id]: { exemptions: [exemption, { ...exemption, resource: 'gone' }] },
  });
  const rules = [tls, endpoint, broken];
  return {
    source: { kind: 'preview', name: 'plant', stack: 'prod' },
    profile: 'standard',
    rules,
    resources,
    ...evaluate(rules, resources, settings, { now: new Date('2026-06-01'), passes: true }),
    notEvaluated: [{ resource: 'urn:pulumi:p::p::aws:s3:Bucket::b', why: 'not an Azure resource' }],
    gate: { unknown: 'warn' },
    ...change,
  };
}

/** The same report with this text wherever somebody else chooses one: names, places, messages, exemptions, the stack. */
export function reportNaming(text: string): Report {
  const report = reportOf({ source: { kind: 'preview', name: text, stack: text } });
  const chosen = { reason: text, owner: text, resource: text };
  const findings = report.findings.map((finding, index) => {
    const { exemption: given } = finding;
    return {
      ...finding,
      resource: {
        ...finding.resource,
        name: text,
        urn: `urn:pulumi:prod::plant::t::${index} ${text}`,
        declaredAt: { file: text, line: 7 },
      },
      property: text,
      message: `\`${text}\` must be \`1.2\`.`,
      ...(given ? { exemption: { ...given, ...chosen } } : {}),
    };
  });
  const gone = { rule: tls.id, outcome: 'fail', fingerprint: '0', resource: text, property: text };
  return {
    ...report,
    findings,
    notEvaluated: [
      { resource: text, why: text },
      { resource: `urn:pulumi:p::p::aws:s3:Bucket::${text}`, why: 'not an Azure resource' },
    ],
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption: given }) => ({
      rule,
      exemption: { ...given, ...chosen },
    })),
    change: { against: text, new: new Set(findings.slice(0, 2)), fixed: [gone], unchanged: 3 },
  };
}

/** A report with many findings, all of one rule of a level each. */
export function manyFindings(count: number): Report {
  const report = reportOf();
  const findings = Array.from({ length: count }, (_, n) => ({
    rule: n % 2 === 0 ? tls : endpoint,
    level: n % 2 === 0 ? ('mandatory' as const) : ('advisory' as const),
    outcome: 'fail' as const,
    resource: hub(`hub-${n}`, '1.0'),
    property: 'properties.minTlsVersion',
    message: '`properties.minTlsVersion` must be `1.2`, but is `1.0`.',
  }));
  return { ...report, resources: findings.map(({ resource: one }) => one), findings };
}
