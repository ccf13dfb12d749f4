import { closest } from '../evaluate/closest';
import type { Rule } from '../rule/rule';
import { threatsOf } from '../rule/topic-facts';
import { factsOfKind } from './evidence/kinds';
import { dateText, type EvidenceRecord } from './evidence/record';
import { enoughNames } from './exceptions';
import { frameworks } from './frameworks/frameworks';
import { catalogueEntry, catalogueIds } from './model/catalogue';
import type { Site } from './site/site';
import type { SiteThreatRecord } from './site/threats-of-site';
import { rulesFor } from './status/measures';
import { outcomesOf } from './status/rule-outcomes';
import type { Threat } from './threat';
import type { Problem } from './threat-report';
import { legalLetters } from './vocabulary';

/** What is looked at for consistency. */
export interface LintInput {
  readonly site: Site;
  readonly records: readonly SiteThreatRecord[];
  readonly evidence: readonly EvidenceRecord[];
  /** The rules that prove something. */
  readonly rules: readonly Rule[];
  readonly now: Date;
}

/** Every inconsistency between threats, rules, records and the site file. */
export function problemsOf(input: LintInput): readonly Problem[] {
  return [
    ...input.records.flatMap((record) => ofThreat(record, input)),
    ...ofRules(input),
    ...ofSite(input),
    ...input.evidence.flatMap((record) => ofEvidence(record, input)),
  ];
}

const threatIds = ({ records }: LintInput): readonly string[] => records.map(({ threat }) => threat.id);

function ofThreat({ threat, origin }: SiteThreatRecord, { rules, site }: LintInput): readonly Problem[] {
  const where = `threats.${threat.id}`;
  const problems: Problem[] = [];
  const tell = (message: string) => problems.push({ where, message });
  const declared = new Map([
    ...site.devices.map((one) => [one.id, one.kind === 'gateway' ? 'PR-2' : 'XE-1'] as const),
    ...site.people.map((one) => [one.id, 'XE-2'] as const),
    ...site.externals.map((one) => [one.id, 'XE-3'] as const),
  ]);
  const legal = new Set<string>();
  for (const id of threat.elements) {
    if (id === '*') for (const letter of ['S', 'T', 'R', 'I', 'D', 'E']) legal.add(letter);
    const catalogue = declared.get(id) ?? id;
    const entry = catalogueEntry(catalogue);
    if (!entry && id !== '*' && !site.flows.some((flow) => flow.id === id))
      tell(
        `strikes \`${id}\`, which is neither an element of the catalogue nor of the site file${closest(id, [...catalogueIds, ...declared.keys()])}`,
      );
    if (entry) for (const letter of legalLetters(entry.kind, catalogue)) legal.add(letter);
  }
  for (const letter of threat.stride)
    if (legal.size > 0 && !legal.has(letter))
      tell(`has the STRIDE letter ${letter}, which applies to none of its elements.`);
  const outcomes = outcomesOf(rules, []);
  const proves = threat.mitigations.some(
    (mitigation) =>
      mitigation.evidence !== undefined ||
      mitigation.checks !== undefined ||
      rulesFor(mitigation, threat, outcomes).length > 0,
  );
  if (!proves) tell('has neither rules nor kinds of records that could prove anything about it.');
  for (const { text, rules: named = [], topics, evidence, checks, allMandatory } of threat.mitigations) {
    for (const id of named)
      if (!rules.some((rule) => rule.id === id))
        tell(
          `names the rule \`${id}\`, which does not exist${closest(
            id,
            rules.map((rule) => rule.id),
          )}`,
        );
    if (named.length === 0 && !topics && !evidence && !checks && !allMandatory)
      tell(`has a mitigation that nothing proves: "${short(text)}"`);
  }
  if (origin === 'site' || site.threats.some(({ id }) => id === threat.id))
    problems.push(...ofControls(threat, where));
  return problems;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function ofControls({ controls }: Threat, where: string): readonly Problem[] {
  return controls.flatMap((control): Problem[] => {
    const [namespace = '', ...rest] = control.split(':');
    const framework = frameworks.find(({ id }) => id === namespace);
    if (!framework)
      return [
        {
          where,
          message: `names the framework \`${namespace}\`, which is not known${closest(
            namespace,
            frameworks.map(({ id }) => id),
          )}`,
        },
      ];
    const id = rest.join(':');
    if (Object.hasOwn(framework.controls, id)) return [];
    return [
      {
        where,
        message: `names \`${control}\`, which ${framework.name} does not have${closest(id, Object.keys(framework.controls))}`,
      },
    ];
  });
}

/** Every rule belongs to a threat that exists, and to a mitigation of it. */
function ofRules(input: LintInput): readonly Problem[] {
  const byId = new Map(input.records.map(({ threat }) => [threat.id, threat]));
  return input.rules.flatMap((rule): Problem[] => {
    const where = `rules.${rule.id}`;
    const ids = threatsOf(rule);
    if (ids.length === 0)
      return [{ where, message: 'belongs to no threat. Give it `threats`, or a topic that has some.' }];
    return ids.flatMap((id): Problem[] => {
      const threat = byId.get(id);
      if (!threat)
        return [
          { where, message: `belongs to \`${id}\`, which is not a threat${closest(id, [...byId.keys()])}` },
        ];
      const proves = threat.mitigations.some(
        ({ topics = [], rules = [] }) => topics.includes(rule.topic) || rules.includes(rule.id),
      );
      return proves || input.site.threats.some((one) => one.id === id && one.mitigations)
        ? []
        : [
            {
              where,
              message: `works against ${id}, but no mitigation of that threat is about \`${rule.topic}\`.`,
            },
          ];
    });
  });
}

function ofSite(input: LintInput): readonly Problem[] {
  const { site, records, now } = input;
  const known = threatIds(input);
  const all = records.map(({ threat }) => threat);
  const problems: Problem[] = [];
  const ids = [...site.devices, ...site.people, ...site.externals].map(({ id }) => id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
    problems.push({
      where: id,
      message: 'is the id of more than one element. Ids must be unique in the file.',
    });
  for (const { id, is } of site.flows)
    if (is !== undefined && catalogueEntry(is)?.kind !== 'flow')
      problems.push({
        where: `flows.${id}.is`,
        message: `\`${is}\` is no flow of the catalogue${closest(
          is,
          catalogueIds.filter((one) => one.startsWith('FL-')),
        )}`,
      });
  for (const { threat, approvedBy, expires } of site.acceptances) {
    const where = `acceptances.${threat}`;
    if (!known.includes(threat))
      problems.push({ where, message: `\`${threat}\` is not a threat${closest(threat, known)}` });
    else if (!enoughNames(threat, approvedBy, all))
      problems.push({ where, message: 'needs two different people who agreed, because people may be hurt.' });
    if (expires < dateText(now))
      problems.push({ where, message: `ended on ${expires}. Decide anew, or take it out.` });
  }
  for (const { element, letter } of site.cells) {
    const entry = catalogueEntry(element);
    const where = `cells.${element}.${letter}`;
    if (!entry)
      problems.push({
        where,
        message: `\`${element}\` is not an element of the catalogue${closest(element, catalogueIds)}`,
      });
    else if (!legalLetters(entry.kind, element).includes(letter))
      problems.push({
        where,
        message: `the letter ${letter} does not apply to ${element}, so there is nothing to explain.`,
      });
  }
  return problems;
}

function ofEvidence(record: EvidenceRecord, input: LintInput): readonly Problem[] {
  const { file, threats, date, validDays, kind } = record;
  const known = threatIds(input);
  const problems: Problem[] = [];
  for (const id of threats)
    if (!known.includes(id))
      problems.push({ file, where: 'threats', message: `\`${id}\` is not a threat${closest(id, known)}` });
  if (date > dateText(input.now))
    problems.push({
      file,
      where: 'date',
      message: `${date} is in the future. A record is about what was done.`,
    });
  const usual = factsOfKind(kind).validDays;
  if (validDays !== undefined && validDays > usual)
    problems.push({
      file,
      where: 'validDays',
      message: `may be ${usual} at most for ${kind}. The usual period counts.`,
    });
  return problems;
}
