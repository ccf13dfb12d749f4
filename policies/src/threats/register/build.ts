import type { Topic } from '../../rule/topics';
import type { EvidenceKind } from '../evidence/kinds';
import type { Consequence, Estimate, Mitigation, SelfCheck, Threat } from '../threat';
import { type ConsequenceKind, consequenceKinds, type Score } from '../vocabulary';

/** A threat as the register writes it: consequences by kind. */
export interface ThreatText extends Omit<Threat, 'consequences' | 'likelihood' | 'impact'> {
  readonly consequences: { readonly [kind in ConsequenceKind]?: string };
  readonly likelihood: readonly [Score, string];
  readonly impact: readonly [Score, string];
}

/** The record of a threat. */
export function threat(text: ThreatText): Threat {
  const consequences = consequenceKinds.flatMap((kind): Consequence[] => {
    const worstCase = text.consequences[kind];
    return worstCase === undefined ? [] : [{ kind, worstCase }];
  });
  return {
    ...text,
    consequences,
    likelihood: estimate(text.likelihood),
    impact: estimate(text.impact),
  };
}

const estimate = ([score, reason]: readonly [Score, string]): Estimate => ({ score, reason });

/** How a mitigation changes the risk: `L2` lowers the likelihood by two steps, `I1` the impact by one. */
export type Effect = 'L1' | 'L2' | 'L3' | 'I1' | 'I2' | 'I3';

const effect = (text: Effect) => ({
  lowers: text.startsWith('L') ? ('likelihood' as const) : ('impact' as const),
  by: Number(text.slice(1)) as Mitigation['by'],
});

/** A mitigation that rules of these topics prove. */
export const built = (text: string, how: Effect, ...topics: readonly Topic[]): Mitigation => ({
  text,
  kind: 'infrastructure',
  ...effect(how),
  topics,
});

/** A mitigation that the report itself proves. */
export const shown = (text: string, how: Effect, ...checks: readonly SelfCheck[]): Mitigation => ({
  text,
  kind: 'policy',
  ...effect(how),
  checks,
});

/** A mitigation that a dated record of one of these kinds proves. */
export const done = (text: string, how: Effect, ...evidence: readonly EvidenceKind[]): Mitigation => ({
  text,
  kind: 'process',
  ...effect(how),
  evidence,
});

/** The same, without which the threat does not count as verified. */
export const needed = (text: string, how: Effect, ...evidence: readonly EvidenceKind[]): Mitigation => ({
  ...done(text, how, ...evidence),
  needed: true,
});
