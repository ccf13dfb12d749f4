import type { Control } from '../rule/rule';
import type { Topic } from '../rule/topics';
import type { EvidenceKind } from './evidence/kinds';
import type {
  ConsequenceKind,
  Phase,
  Score,
  Stage,
  StrideLetter,
  ThreatClass,
  Treatment,
} from './vocabulary';

/** What the report itself can prove, because it is made from it. */
export const selfChecks = [
  'threat-coverage',
  'owner-present',
  'exception-expiry',
  'transfer-doc-present',
  'report-redaction',
] as const;
export type SelfCheck = (typeof selfChecks)[number];

/** One thing that is done against a threat, and what proves it. */
export interface Mitigation {
  /** One plain sentence that everybody understands. */
  readonly text: string;
  readonly kind: 'infrastructure' | 'policy' | 'process';
  /** What it lowers once it is proved, and by how many steps. */
  readonly lowers: 'likelihood' | 'impact';
  readonly by: 1 | 2 | 3;
  /** Rules of these topics that work against the threat prove it. */
  readonly topics?: readonly Topic[];
  /** These rules prove it: a site's own threats name rules. */
  readonly rules?: readonly string[];
  /** Every mandatory rule of the run proves it. */
  readonly allMandatory?: true;
  /** The report itself proves it. */
  readonly checks?: readonly SelfCheck[];
  /** A valid record of any of these kinds proves it. */
  readonly evidence?: readonly EvidenceKind[];
  /**
   * True where the threat counts as verified only together with the record: the threat is about what people do, and rules see
   * a part of it only.
   */
  readonly needed?: true;
}

/** A consequence, with the worst that may happen in one plain sentence. */
export interface Consequence {
  readonly kind: ConsequenceKind;
  readonly worstCase: string;
}

/** A score with the reason for it. */
export interface Estimate {
  readonly score: Score;
  readonly reason: string;
}

/** An entry of the register. */
export interface Threat {
  readonly id: string;
  /** What may happen, in plain words, without full stop. */
  readonly title: string;
  /** Who does it, or what causes it. */
  readonly actor: string;
  /** What is at stake. */
  readonly asset: string;
  readonly class: ThreatClass;
  readonly stride: readonly StrideLetter[];
  readonly stage: Stage;
  /** Elements of the catalogue (`PR-4`, `FL-3`, `TB-2`) or of the site file; `*` is all of them. */
  readonly elements: readonly string[];
  readonly consequences: readonly Consequence[];
  /** Before anything is done about it. */
  readonly likelihood: Estimate;
  readonly impact: Estimate;
  readonly mitigations: readonly Mitigation[];
  readonly phases: readonly Phase[];
  readonly controls: readonly Control[];
  /** Who answers for it, when it is looked at next, and what was decided: a site file says so. */
  readonly owner?: string;
  readonly review?: string;
  readonly treatment?: Treatment;
}
