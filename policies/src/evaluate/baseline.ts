import { createHash } from 'node:crypto';
import { type Finding, stableProperty } from './finding';

/** A finding, or several of one rule at one place, that was there when a team adopted the rules. */
export interface BaselineEntry {
  /** The identity of the finding: rule, resource and property. */
  readonly fingerprint: string;
  readonly rule: string;
  /** The URN; for a template the file as seen from the folder of the baseline, and the resource in it. */
  readonly resource: string;
  readonly property: string;
  /** What was accepted. An `unknown` that turns out to be a fault is a new one. */
  readonly outcome: 'fail' | 'unknown';
  /** How many such findings there were; one where left out. */
  readonly count?: number | undefined;
  /** The day on which it was accepted, as YYYY-MM-DD (UTC), and by whom. */
  readonly accepted: string;
  readonly by: string;
}

/** Findings accepted on the day the rules were adopted: they are still shown, and only others block. */
export interface Baseline {
  readonly schema: 1;
  /** No entry is ever added; `update` only takes away what was put right. */
  readonly shrinkOnly: boolean;
  readonly entries: readonly BaselineEntry[];
}

/** Gives a URN as it stands in the baseline: files in it are seen from the baseline's folder. */
export type Locate = (urn: string) => string;

/** Who accepts, and on which day. */
export interface Acceptance {
  readonly accepted: string;
  readonly by: string;
}

/**
 * Why a finding can never be accepted, in words; undefined where it can. Exemptions go first: one that is over or refused
 * brings its finding back, and no baseline hides that.
 */
export function refusal({ rule, outcome, exemption, resource }: Finding): string | undefined {
  if (outcome !== 'fail' && outcome !== 'unknown') return 'it is no fault';
  if (rule.exemptible === false) return 'its rule accepts no exemption';
  if (exemption) return 'its exemption is over or refused';
  if (/^stdin#/.test(resource.urn)) return 'a template from standard input has no name to know it by';
  return resource.type.startsWith('iiot-guard/') ? 'it is about an exemption or a baseline' : undefined;
}

/** What a baseline made of findings. */
export interface Accepted {
  readonly findings: readonly Finding[];
  /** How many findings each entry accepted. */
  readonly met: ReadonlyMap<BaselineEntry, number>;
}

/** Marks the findings that a baseline accepts, each entry no more than it counts. */
export function accept(findings: readonly Finding[], { entries }: Baseline, locate: Locate): Accepted {
  const byFingerprint = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const same = byFingerprint.get(entry.fingerprint);
    if (same) same.push(entry);
    else byFingerprint.set(entry.fingerprint, [entry]);
  }
  const met = new Map<BaselineEntry, number>();
  const hasRoom = (entry: BaselineEntry) => (met.get(entry) ?? 0) < (entry.count ?? 1);
  const marked = findings.map((finding) => {
    if (byFingerprint.size === 0 || refusal(finding) !== undefined) return finding;
    // A renamed rule keeps what was accepted under its former name.
    const ids = [finding.rule.id, ...(finding.rule.formerIds ?? [])];
    const candidates = ids.flatMap((id) => byFingerprint.get(identity(finding, locate, id)) ?? []);
    const open = candidates.filter(hasRoom);
    const entry =
      open.find(({ outcome }) => outcome === finding.outcome) ??
      // What was a known fault is one still; that it cannot be seen now makes it no other.
      open.find(({ outcome }) => outcome === 'fail' && finding.outcome === 'unknown');
    if (!entry) return finding;
    met.set(entry, (met.get(entry) ?? 0) + 1);
    return { ...finding, accepted: { accepted: entry.accepted, by: entry.by } };
  });
  return { findings: marked, met };
}

function identity(finding: Finding, locate: Locate, rule = finding.rule.id): string {
  const parts = [rule, locate(finding.resource.urn), stableProperty(finding)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** The entries that accept findings, in an order that depends on nothing else. Those that can never be accepted are left out. */
export function entriesFor(
  findings: readonly Finding[],
  locate: Locate,
  acceptance: Acceptance,
): readonly BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    if (refusal(finding) !== undefined) continue;
    const { rule, resource, outcome } = finding;
    const fingerprint = identity(finding, locate);
    const key = `${fingerprint} ${outcome}`;
    const before = entries.get(key);
    const count = (before?.count ?? 1) + 1;
    entries.set(
      key,
      before
        ? { ...before, count }
        : {
            fingerprint,
            rule: rule.id,
            resource: locate(resource.urn),
            // Not by the names of list items, which are values of properties.
            property: finding.property,
            outcome: outcome === 'fail' ? 'fail' : 'unknown',
            ...acceptance,
          },
    );
  }
  return sorted([...entries.values()]);
}

/** How a baseline changes with what is found today. */
export interface Change {
  readonly baseline: Baseline;
  readonly added: readonly BaselineEntry[];
  readonly removed: readonly BaselineEntry[];
  /** What would have been added, were the baseline not one that only shrinks. */
  readonly refused: readonly BaselineEntry[];
}

/**
 * The baseline with what was put right taken out, and, unless it may only shrink, what is new put in. Entries about what was
 * not looked at today stay as they are; those that stay keep their day and their name.
 */
export function update(
  old: Baseline,
  found: readonly BaselineEntry[],
  isInScope: (entry: BaselineEntry) => boolean,
  mayGrow: boolean,
): Change {
  const keyOf = ({ fingerprint, outcome }: BaselineEntry) => `${fingerprint} ${outcome}`;
  const today = new Map(found.map((entry) => [keyOf(entry), entry]));
  const known = new Map(old.entries.map((entry) => [keyOf(entry), entry]));
  const removed: BaselineEntry[] = [];
  const kept = old.entries.flatMap((entry): readonly BaselineEntry[] => {
    const now =
      today.get(keyOf(entry)) ??
      (entry.outcome === 'fail' ? today.get(`${entry.fingerprint} unknown`) : undefined);
    if (!isInScope(entry)) return [entry];
    if (!now) {
      removed.push(entry);
      return [];
    }
    return [withCount(entry, Math.min(entry.count ?? 1, now.count ?? 1))];
  });
  const fresh = found.filter((entry) => {
    const before = known.get(keyOf(entry));
    const covering =
      before ?? (entry.outcome === 'unknown' ? known.get(`${entry.fingerprint} fail`) : undefined);
    return !covering || (entry.count ?? 1) > (covering.count ?? 1);
  });
  if (!mayGrow || old.shrinkOnly)
    return { baseline: { ...old, entries: sorted(kept) }, added: [], removed, refused: fresh };
  const replaced = new Set(fresh.map(keyOf));
  const entries = [...kept.filter((entry) => !replaced.has(keyOf(entry))), ...fresh];
  return { baseline: { ...old, entries: sorted(entries) }, added: fresh, removed, refused: [] };
}

function withCount({ count: _, ...entry }: BaselineEntry, count: number): BaselineEntry {
  return count > 1 ? { ...entry, count } : entry;
}

function sorted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const keyed = entries.map((entry) => {
    const { rule, resource, property, outcome } = entry;
    return { entry, key: [rule, resource, property, outcome].join('\n') };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ entry }) => entry);
}

/** Where a resource belongs: the stack and project of a URN, or the file of a template. */
export function scopeOf(urn: string): string {
  if (urn.startsWith('urn:pulumi:')) return urn.split('::', 2).join('::');
  const end = urn.indexOf('#');
  return end < 0 ? urn : urn.slice(0, end);
}
