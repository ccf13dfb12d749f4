import type { Control, Severity } from '../rule/rule';
import type { EvidenceKind } from './evidence/kinds';
import type { SelfCheck, Threat } from './threat';
import type {
  ConsequenceKind,
  ElementKind,
  Light,
  Phase,
  Score,
  Stage,
  Status,
  StrideLetter,
  ThreatClass,
} from './vocabulary';

/**
 * Everything that the pages about threats are written from. It is the same for every edition: what names resources, people or
 * files is marked, and the edition for the whole organisation leaves it out.
 */
export interface ThreatReport {
  readonly schema: 1;
  readonly tool: { readonly name: 'iiot-guard'; readonly version: string };
  /** When it was made, as an ISO date with time (UTC). */
  readonly created: string;
  readonly source: { readonly kind: string; readonly name: string; readonly stack?: string };
  readonly profile: string;
  /** What the site file says about itself. */
  readonly site: {
    readonly name?: string;
    readonly description?: string;
    /** How to raise a concern, in the words of the site. */
    readonly concerns?: string;
  };
  readonly summary: ThreatSummary;
  /** In the order of the register, the site's own at the end. */
  readonly threats: readonly AssessedThreat[];
  readonly elements: readonly Element[];
  readonly flows: readonly Flow[];
  readonly boundaries: readonly Boundary[];
  /** Resources that are no part of the picture, each with the reason. Restricted. */
  readonly unmapped: readonly Unmapped[];
  readonly matrix: readonly MatrixRow[];
  readonly transfer: readonly TransferLeg[];
  readonly calendar: readonly CalendarEntry[];
  readonly lifeCycle: readonly LifeCyclePhase[];
  readonly frameworks: readonly FrameworkCoverage[];
  readonly exceptions: readonly Exception[];
  readonly evidence: readonly EvidenceState[];
  /** What is inconsistent in the site file, the records or the model. */
  readonly problems: readonly Problem[];
}

/** The first page. */
export interface ThreatSummary {
  readonly threats: { readonly [status in Status]: number };
  readonly classes: readonly Lighted<ThreatClass>[];
  readonly consequences: readonly Lighted<ConsequenceKind>[];
  readonly stages: readonly Lighted<Stage>[];
  /** The ids of the gravest threats that are not dealt with: at most five, by what remains of the risk. */
  readonly worst: readonly string[];
  readonly resources: number;
  readonly mapped: number;
  readonly rules: { readonly [state in 'passed' | 'failed' | 'unknown' | 'waived' | 'notUsed']: number };
}

/** A group of threats with its light. */
export interface Lighted<Name> {
  readonly name: Name;
  readonly light: Light;
  readonly counts: { readonly [status in Status]: number };
  readonly threats: readonly string[];
}

/** A threat with what is known about it today. */
export interface AssessedThreat extends Threat {
  readonly origin: 'register' | 'site';
  readonly status: Status;
  /** Why the status is what it is, in one or two plain sentences without names of resources. */
  readonly why: string;
  /** The single facts behind it, gravest first. */
  readonly reasons: readonly Reason[];
  /** The state of each mitigation, in the order of the record. */
  readonly measures: readonly Measure[];
  readonly risk: Risk;
  /** The elements of this report that it strikes, by their ids. */
  readonly struck: readonly string[];
  /** Kinds of records that would show more, with none or only a stale one today. */
  readonly missing: readonly EvidenceKind[];
  /** Set where a person lowered the status. */
  readonly lowered?: { readonly from: Status; readonly reason: string };
  /** Set where a person accepted what remains. */
  readonly accepted?: Acceptance;
}

/** One fact behind a status. */
export type Reason =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly title: string;
      readonly severity: Severity;
      /** Whether failing makes the threat violated, or only partly verified. */
      readonly required: boolean;
      readonly state: RuleState;
      readonly counts: RuleCounts;
      /** The resources where it did not pass. Restricted. */
      readonly resources: readonly ResourceName[];
      readonly docs?: string;
      /** What to do about it, for one that does not hold. */
      readonly fix: string;
    }
  | {
      readonly kind: 'check';
      readonly check: SelfCheck;
      readonly state: 'passed' | 'failed';
      readonly text: string;
    }
  | {
      readonly kind: 'evidence';
      readonly evidence: EvidenceKind;
      readonly state: 'valid' | 'failed' | 'stale' | 'missing';
      /** The name of the record. Restricted. */
      readonly record?: string;
      readonly date?: string;
      readonly validUntil?: string;
    }
  | { readonly kind: 'person'; readonly text: string };

/** What a rule says about the whole stack. `not-used`: nothing that it looks at is there. */
export type RuleState = 'passed' | 'failed' | 'unknown' | 'waived' | 'error' | 'not-used';

/** How many resources a rule looked at, by the worst it said about each. */
export interface RuleCounts {
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly waived: number;
  readonly error: number;
}

/** Names of a resource. Restricted. */
export interface ResourceName {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
}

/** One mitigation today. */
export interface Measure {
  readonly text: string;
  readonly kind: 'infrastructure' | 'policy' | 'process';
  readonly status: Status;
  readonly lowers: 'likelihood' | 'impact';
  /** The steps that its record gives when proved, and those that count today. */
  readonly by: number;
  readonly counted: number;
  readonly rules: readonly string[];
  readonly evidence: readonly EvidenceKind[];
}

/** Risk before and after what is proved; each step of the sum is written out. */
export interface Risk {
  readonly inherent: RiskScore;
  readonly residual: RiskScore;
  /** For example "Likelihood 4 − 2 (verified: …) = 2". The last two lines multiply. */
  readonly steps: readonly string[];
}

export interface RiskScore {
  readonly likelihood: Score;
  readonly impact: Score;
  /** Likelihood times impact: 1 to 25. */
  readonly score: number;
  readonly level: RiskLevel;
}

/** Bands of the product: low up to 4, medium up to 9, high up to 14, critical from 15. */
export type RiskLevel = 'low' | 'medium' | 'high' | 'critical';

/** A service, store, device or group of people. */
export interface Element {
  /** `PR-4/1` and so on, in the order in which they were found: the same for the same stack. No name of a resource. */
  readonly id: string;
  /** The entry of the catalogue of elements. */
  readonly catalogue: string;
  /** The catalogue entries it stands for, its own among them: a hub also keeps the list of devices. */
  readonly parts: readonly string[];
  readonly kind: Exclude<ElementKind, 'flow' | 'boundary'>;
  readonly stage: Stage;
  /** For everybody: "Device gateway in the cloud (IoT Hub) 1". */
  readonly plainName: string;
  /** As the program or the site file names it. Restricted. */
  readonly name: string;
  /** The type in Azure, for one of the stack. */
  readonly type?: string;
  readonly origin: 'stack' | 'site';
  /** The resource and those that belong to it. Restricted. */
  readonly resources: readonly string[];
  /** How many devices stand behind it, where the site file says so. */
  readonly count?: number;
  /** The worst status of what strikes it; not applicable where nothing does. */
  readonly status: Status;
  readonly threats: readonly string[];
  /** The zone it stands in: one of the boundaries `TB-1` to `TB-5`; strangers and suppliers stand outside. */
  readonly boundary?: string;
}

/** What proves that data flows: a part of the stack, or the site file. */
export type FlowProof =
  | 'route'
  | 'diagnostics'
  | 'private-endpoint'
  | 'role'
  | 'network-rule'
  | 'reference'
  | 'site';

/** A way that data takes between two elements; a private way may begin at a boundary, which is a network then. */
export interface Flow {
  readonly id: string;
  /** The entry of the catalogue, where it is one of them. */
  readonly catalogue?: string;
  readonly from: string;
  readonly to: string;
  readonly plainName: string;
  /** As the program or the site file names it. Restricted. */
  readonly name: string;
  readonly proof: FlowProof;
  readonly origin: 'stack' | 'site';
  readonly resources: readonly string[];
  /** The boundaries it crosses. */
  readonly crosses: readonly string[];
  readonly status: Status;
  readonly threats: readonly string[];
}

/** A line that data must not cross unguarded. */
export interface Boundary {
  readonly id: string;
  readonly catalogue: string;
  readonly plainName: string;
  /** Restricted. */
  readonly name: string;
  readonly origin: 'stack' | 'site';
  readonly resources: readonly string[];
  /** The elements inside it, by id. */
  readonly members: readonly string[];
  /**
   * Zones (`TB-1` to `TB-5`) share the elements among them, one each, so they can be drawn around them. Networks and what the
   * site file declares lie across the zones.
   */
  readonly zone: boolean;
  readonly status: Status;
  readonly threats: readonly string[];
}

/** A resource outside the picture. `supporting`: it belongs to another one, which is named where it is known. */
export interface Unmapped {
  readonly resource: string;
  readonly type: string;
  readonly why: string;
  readonly supporting: boolean;
}

/** An entry of the catalogue that this report has, with a cell for each letter that applies to its kind. */
export interface MatrixRow {
  readonly catalogue: string;
  readonly plainName: string;
  readonly kind: ElementKind;
  /** The elements, flows or boundaries behind it, by id. */
  readonly elements: readonly string[];
  readonly cells: readonly MatrixCell[];
}

/** `empty` is a hole: the letter applies, no threat covers it and nobody said why. */
export interface MatrixCell {
  readonly letter: StrideLetter;
  readonly state: 'covered' | 'explained' | 'empty';
  readonly threats: readonly string[];
  /** Worst status of the threats. */
  readonly status: Status;
  /** Why no threat is needed here. */
  readonly reason?: string;
}

/**
 * `verified`, `violated`, `waived` and `unknown` come from checks at the receiving end; `declared` and `none` are what the site
 * file says; `platform` is between two services of Azure, where no setting of the stack decides it.
 */
export type LegEncryption =
  | 'verified'
  | 'violated'
  | 'waived'
  | 'unknown'
  | 'declared'
  | 'none'
  | 'platform'
  | 'not-stated';

/** One leg of the transfer of data: where encryption ends and who holds the keys. */
export interface TransferLeg {
  readonly flow: string;
  readonly from: string;
  readonly to: string;
  readonly plainName: string;
  /** What checks or the site file say about encryption on the way. */
  readonly encryption: LegEncryption;
  /** In words: "TLS 1.2 or later is enforced at the receiving end". */
  readonly says: string;
  /** The rules behind it. */
  readonly rules: readonly string[];
  readonly protocol?: string;
  /** Who holds the keys, in the words of the site file or as the stack shows. */
  readonly keys?: string;
  readonly carrier?: string;
}

/** A date to keep: a record that is due, a review, the end of an exception. */
export interface CalendarEntry {
  readonly what: 'evidence' | 'review' | 'exemption' | 'acceptance';
  readonly title: string;
  readonly state: 'done' | 'due-soon' | 'overdue' | 'missing';
  /** When it was done last, and when it is due (YYYY-MM-DD). */
  readonly last?: string;
  readonly due?: string;
  readonly threats: readonly string[];
  readonly evidence?: EvidenceKind;
  /** Restricted. */
  readonly owner?: string;
}

export interface LifeCyclePhase {
  readonly phase: Phase;
  readonly threats: readonly string[];
  readonly light: Light;
  readonly evidence: readonly EvidenceKind[];
}

/** How a framework's controls stand. */
export interface FrameworkCoverage {
  /** `mcsb`, `cis6`, `nist`, `iec33`, `isvs` and so on. */
  readonly id: string;
  readonly name: string;
  readonly counts: { readonly [state in ControlState]: number };
  readonly controls: readonly ControlCoverage[];
}

export type ControlState = 'covered' | 'violated' | 'waived' | 'claimed' | 'not-covered';

export interface ControlCoverage {
  readonly id: Control;
  readonly title: string;
  readonly state: ControlState;
  readonly why: string;
  readonly rules: readonly string[];
  readonly threats: readonly string[];
}

/** A person's permission to leave a threat as it is. */
export interface Acceptance {
  readonly threat: string;
  readonly reason: string;
  readonly owner: string;
  /** Everybody who agreed; two where people may be hurt. */
  readonly approvedBy: readonly string[];
  readonly expires: string;
  readonly valid: boolean;
}

/** An exemption of a rule, or an accepted risk. */
export interface Exception {
  readonly kind: 'exemption' | 'acceptance';
  /** The rule or the threat. */
  readonly of: string;
  readonly title: string;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy?: readonly string[];
  readonly expires: string;
  readonly state: 'in-force' | 'expired' | 'unused';
  readonly ticket?: string;
  /** Restricted. */
  readonly resources: readonly ResourceName[];
  readonly threats: readonly string[];
}

/** A record with how it stands today. */
export interface EvidenceState {
  /** Restricted. */
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly date: string;
  readonly validUntil: string;
  readonly state: 'valid' | 'stale' | 'failed';
  /** Restricted. */
  readonly scope: string;
  /** Restricted. */
  readonly by: string;
  readonly result: 'passed' | 'passed-with-findings' | 'failed';
  readonly threats: readonly string[];
  /** Restricted. */
  readonly artefact: { readonly name: string; readonly sha256: string };
}

/** Something inconsistent: where, and what to do. */
export interface Problem {
  readonly file?: string;
  readonly where: string;
  readonly message: string;
}
