import type { ThreatReport } from '../threat-report';

/** Takes the names of resources out of sentences, wherever in the report somebody wrote them. */
export function scrubber(report: ThreatReport): <Value>(value: Value) => Value {
  const names = new Set(namesIn(report).filter(isTelling));
  if (names.size === 0) return (value) => value;
  // Longest first, so that a URN goes before the name at its end.
  const alternatives = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\w-])(?:${alternatives.join('|')})(?![\\w-])`, 'g');
  const scrub = (value: unknown): unknown => {
    // What has no space is an id, a date or a word of ours.
    if (typeof value === 'string')
      return value.includes(' ') ? value.replace(pattern, 'a part of the environment') : value;
    if (Array.isArray(value)) return value.map(scrub);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, scrub(inner)]));
  };
  return <Value>(value: Value) => scrub(value) as Value;
}

/** A name of one plain word, such as "storage", is part of many sentences and tells nothing. */
const isTelling = (name: string): boolean => name.length > 3 && /[\d\W_]|[a-z][A-Z]/.test(name);

function namesIn(report: ThreatReport): readonly string[] {
  const parts = [...report.elements, ...report.flows, ...report.boundaries];
  const struck = [
    ...report.threats.flatMap(({ reasons }) =>
      reasons.flatMap((reason) => (reason.kind === 'rule' ? reason.resources : [])),
    ),
    ...report.exceptions.flatMap(({ resources }) => resources),
  ];
  const urns = [
    // What the picture calls a zone of its own is no name.
    ...parts
      .filter(({ origin, name, plainName }) => origin === 'stack' && name !== plainName)
      .flatMap(({ name, resources }) => [name, ...resources]),
    ...report.unmapped.map(({ resource }) => resource),
    ...struck.flatMap(({ urn, name }) => [urn, name]),
  ];
  // Where a URN is known, so is the name at its end.
  return urns.flatMap((urn) => [urn, urn.replace(/^.*::/s, '')]);
}
