import type { Exemption } from '../evaluate/exemption';
import type { Finding } from '../evaluate/finding';
import type { Rule } from '../rule/rule';
import { threatsOf } from '../rule/topic-facts';
import { dateText } from './evidence/record';
import type { Site } from './site/site';
import type { Threat } from './threat';
import type { Acceptance, Exception, ResourceName } from './threat-report';

/** The exemptions that rules had, those that nobody needed, and the risks that people accepted. */
export function exceptionsOf(
  findings: readonly Finding[],
  unused: readonly { readonly rule: Rule; readonly exemption: Exemption }[],
  threats: readonly Threat[],
  site: Site,
  now: Date,
): readonly Exception[] {
  const seen = new Map<
    Exemption,
    { readonly rule: Rule; readonly resources: ResourceName[]; expired: boolean }
  >();
  for (const { rule, resource, exemption, outcome } of findings) {
    if (!exemption) continue;
    const known = seen.get(exemption) ?? { rule, resources: [], expired: outcome !== 'exempt' };
    seen.set(exemption, known);
    const { urn, name, type } = resource;
    if (!known.resources.some((one) => one.urn === urn)) known.resources.push({ urn, name, type });
  }
  const exemptions = [...seen].map(([exemption, { rule, resources, expired }]) =>
    ofExemption(rule, exemption, resources, expired ? 'expired' : 'in-force'),
  );
  const idle = unused.map(({ rule, exemption }) =>
    ofExemption(rule, exemption, [], exemption.expires < dateText(now) ? 'expired' : 'unused'),
  );
  const accepted = acceptancesOf(site, threats, now).map(
    ({ threat, reason, owner, approvedBy, expires, valid }): Exception => ({
      kind: 'acceptance',
      of: threat,
      title: threats.find(({ id }) => id === threat)?.title ?? threat,
      reason,
      owner,
      approvedBy,
      expires,
      state: valid ? 'in-force' : 'expired',
      resources: [],
      threats: [threat],
    }),
  );
  return [...exemptions, ...idle, ...accepted];
}

function ofExemption(
  rule: Rule,
  { reason, owner, expires, ticket }: Exemption,
  resources: readonly ResourceName[],
  state: Exception['state'],
): Exception {
  return {
    kind: 'exemption',
    of: rule.id,
    title: rule.title,
    reason,
    owner,
    expires,
    state,
    ...(ticket ? { ticket } : {}),
    resources,
    threats: threatsOf(rule),
  };
}

/** The accepted risks; one is valid until its end, and where people may be hurt only if two agreed. */
export function acceptancesOf(site: Site, threats: readonly Threat[], now: Date): readonly Acceptance[] {
  return site.acceptances.map((acceptance) => ({
    ...acceptance,
    valid:
      dateText(now) <= acceptance.expires && enoughNames(acceptance.threat, acceptance.approvedBy, threats),
  }));
}

/** Whether enough different people agreed. */
export function enoughNames(
  threat: string,
  approvedBy: readonly string[],
  threats: readonly Threat[],
): boolean {
  const names = new Set(approvedBy.map((name) => name.trim().toLowerCase()));
  const hurts = threats
    .find(({ id }) => id === threat)
    ?.consequences.some(({ kind }) => kind === 'death-or-injury');
  return names.size >= (hurts ? 2 : 1);
}
