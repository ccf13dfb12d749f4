import type { LeftOut } from '../rule/left-out';
import type { Peers, Rule } from '../rule/rule';

/** Every check of another tool that is in scope: its id, and its title where the tool has one. */
export interface PeerChecks {
  readonly checkov: readonly string[];
  readonly psrule: readonly string[];
  readonly azurePolicy: { readonly [guid: string]: string };
  readonly kics: readonly string[];
  readonly trivy: readonly string[];
}

const names: readonly (readonly [keyof Peers, string])[] = [
  ['checkov', 'Checkov'],
  ['psrule', 'PSRule for Azure'],
  ['azurePolicy', 'Azure Policy'],
  ['kics', 'KICS'],
  ['trivy', 'Trivy'],
];

/** The ids of a tool's checks, in the order of its list. */
export function idsOf(checks: PeerChecks, peer: keyof Peers): readonly string[] {
  const list = checks[peer];
  return Array.isArray(list) ? list : Object.keys(list);
}

/** The table of all checks of other tools in Markdown: which rule covers each, or why none does. */
export function peerTable(rules: readonly Rule[], checks: PeerChecks, leftOut: readonly LeftOut[]): string {
  const reasons = new Map(leftOut.flatMap(({ ids, why }) => ids.map((id) => [id, why] as const)));
  const sections = names.map(([peer, name]) => {
    const ids = idsOf(checks, peer);
    const rows = ids.map((id) => {
      const covering = rules.filter((rule) => rule.peers?.[peer]?.includes(id));
      const title = peer === 'azurePolicy' ? `<br>${checks.azurePolicy[id]}` : '';
      const answer =
        covering.map((rule) => `[${rule.id}](${rule.id}.md)`).join(', ') || `left out: ${reasons.get(id)}`;
      return `| \`${id}\`${title} | ${answer} |`;
    });
    const covered = ids.filter((id) => rules.some((rule) => rule.peers?.[peer]?.includes(id))).length;
    return `## ${name}\n\n${covered} of ${ids.length} checks are covered.\n\n| Check | Here |\n| --- | --- |\n${rows.join('\n')}`;
  });
  const alone = rules.filter(({ peers }) => peers === undefined).length;
  return [
    '# What other tools check',
    `Each check of five other tools for the resource types in scope, and the rule that answers to it here. The lists were read in August 2026. ${alone} of our ${rules.length} rules have no counterpart in any of them.`,
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}
