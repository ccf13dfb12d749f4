import type { Finding } from '../../evaluate/finding';
import type { LegEncryption, TransferLeg } from '../threat-report';
import { type Drawn, isNetwork } from './elements';
import type { DrawnFlow } from './flows';

/** What checks of encryption on the way say about the resources of one element. */
interface Checked {
  readonly encryption: 'verified' | 'violated' | 'waived' | 'unknown';
  readonly rules: readonly string[];
  readonly passed: number;
}

/** Where encryption ends and who holds the keys, for every flow that carries data. */
export function transferOf(
  flows: readonly DrawnFlow[],
  findings: readonly Finding[],
): readonly TransferLeg[] {
  const byUrn = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.rule.class !== 'secure-transfer') continue;
    const list = byUrn.get(finding.resource.urn);
    if (list) list.push(finding);
    else byUrn.set(finding.resource.urn, [finding]);
  }
  const checked = new Map<Drawn, Checked | undefined>();
  const checksOf = (element: Drawn): Checked | undefined => {
    if (!checked.has(element))
      checked.set(element, judge(element.resources.flatMap((urn) => byUrn.get(urn) ?? [])));
    return checked.get(element);
  };
  return flows
    .filter(({ proof }) => proof !== 'role' && proof !== 'network-rule')
    .map((flow) => {
      const { id, from, to, plainName, site } = flow;
      const there = isNetwork(to) ? undefined : checksOf(to);
      const { encryption, says } = legOf(flow, there);
      const inAzure = flow.origin === 'stack';
      const keys = site?.keys ?? (inAzure ? 'The cloud provider, for this part of the way' : undefined);
      return {
        flow: id,
        from: from.id,
        to: to.id,
        plainName,
        encryption,
        says,
        rules: there?.rules ?? [],
        ...(site?.protocol ? { protocol: site.protocol } : {}),
        ...(keys ? { keys } : {}),
        ...(site?.carrier ? { carrier: site.carrier } : {}),
      };
    });
}

function judge(findings: readonly Finding[]): Checked | undefined {
  if (findings.length === 0) return undefined;
  const has = (...outcomes: readonly Finding['outcome'][]) =>
    findings.some(({ outcome }) => outcomes.includes(outcome));
  const encryption = has('fail', 'error')
    ? 'violated'
    : has('exempt')
      ? 'waived'
      : has('unknown')
        ? 'unknown'
        : 'verified';
  return {
    encryption,
    rules: [...new Set(findings.map(({ rule }) => rule.id))],
    passed: findings.filter(({ outcome }) => outcome === 'pass').length,
  };
}

function legOf(
  { origin, site }: DrawnFlow,
  there: Checked | undefined,
): { readonly encryption: LegEncryption; readonly says: string } {
  if (site?.encryption === 'none')
    return { encryption: 'none', says: 'The site file says that nothing protects it on the way.' };
  switch (there?.encryption) {
    case 'violated':
      return { encryption: 'violated', says: 'The receiving end accepts weak or no encryption.' };
    case 'waived':
      return {
        encryption: 'waived',
        says: 'The receiving end accepts weak encryption, with written permission.',
      };
    case 'unknown':
      return {
        encryption: 'unknown',
        says: 'Whether the receiving end asks for strong encryption is not known yet.',
      };
    case 'verified':
      return {
        encryption: 'verified',
        says: 'The receiving end refuses weak encryption; every check of it passed.',
      };
    default:
  }
  if (site?.encryption)
    return { encryption: 'declared', says: 'The site file says that it is encrypted; no check shows it.' };
  return origin === 'stack'
    ? {
        encryption: 'platform',
        says: 'Between two services of the platform, which encrypts it; no setting decides it.',
      }
    : { encryption: 'not-stated', says: 'Nobody said how it is protected on the way.' };
}
