import { describe, expect, test } from 'vitest';
import { controlsOf, threatsOf } from '../../policies/src/rule/topic-facts';
import { topics } from '../../policies/src/rule/topics';
import { catalogue } from '../../policies/src/rules/catalogue';
import { evidenceKindNames, factsOfKind } from '../../policies/src/threats/evidence/kinds';
import { frameworks } from '../../policies/src/threats/frameworks/frameworks';
import { problemsOf } from '../../policies/src/threats/lint';
import { catalogueEntry, catalogueIds } from '../../policies/src/threats/model/catalogue';
import { cellKey, explainedCells } from '../../policies/src/threats/model/cells';
import { register } from '../../policies/src/threats/register';
import { emptySite } from '../../policies/src/threats/site/site';
import { threatsOfSite } from '../../policies/src/threats/site/threats-of-site';
import { rulesFor } from '../../policies/src/threats/status/measures';
import { outcomesOf } from '../../policies/src/threats/status/rule-outcomes';
import { legalLetters } from '../../policies/src/threats/vocabulary';
import { reference } from './reference';
import { today } from './stack';

const sorted = (texts: readonly string[], by = '') => [...texts].sort().join(by);
const letters = { financial: 'F', 'death-or-injury': 'D', brand: 'B', legal: 'L', 'data-loss': 'X' } as const;
const phaseLetters = {
  design: 'D',
  development: 'V',
  testing: 'T',
  deployment: 'P',
  operations: 'O',
} as const;

describe('the register', () => {
  test('is the 40 threats of the reference', () => {
    const rows = register.map((threat) => [
      threat.id,
      sorted(threat.stride),
      sorted(threat.elements, ' '),
      threat.class,
      sorted(threat.consequences.map(({ kind }) => letters[kind])),
      `${threat.likelihood.score}${threat.impact.score}`,
      sorted(threat.phases.map((phase) => phaseLetters[phase])),
    ]);
    expect(rows).toEqual(reference);
  });

  test('is consistent with the rules: lint finds nothing', () => {
    const { threats: records, problems } = threatsOfSite(emptySite);
    expect([
      ...problems,
      ...problemsOf({ site: emptySite, records, evidence: [], rules: catalogue, now: today }),
    ]).toEqual([]);
  });

  test('has rules or records for every threat, and a threat for every rule', () => {
    const outcomes = outcomesOf(catalogue, []);
    const proved = register.filter(({ mitigations }) =>
      mitigations.some((one) => one.evidence || one.checks),
    );
    const ruled = register.filter((threat) =>
      threat.mitigations.some((mitigation) => rulesFor(mitigation, threat, outcomes).length > 0),
    );
    expect(new Set([...proved, ...ruled]).size).toBe(40);
    expect(ruled.length).toBeGreaterThanOrEqual(37);
    expect(catalogue.filter((rule) => threatsOf(rule).length === 0)).toEqual([]);
  });

  test('every kind of record proves something', () => {
    const used = new Set(
      register.flatMap(({ mitigations }) => mitigations.flatMap(({ evidence = [] }) => evidence)),
    );
    expect(evidenceKindNames.filter((kind) => !used.has(kind))).toEqual([]);
  });

  test.each(register.map((threat) => [threat.id, threat] as const))(
    '%s is told in plain words',
    (_id, threat) => {
      const sentences = [
        ...threat.consequences.map(({ worstCase }) => worstCase),
        ...threat.mitigations.map(({ text }) => text),
        threat.likelihood.reason,
        threat.impact.reason,
      ];
      expect(threat.title).not.toMatch(/[.!]$/);
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
      const text = [threat.title, threat.actor, threat.asset, ...sentences].join(' ');
      // Nobody on the shop floor knows these words.
      expect(text).not.toMatch(
        /\b(TLS|SAS|RBAC|DPS|PKI|VNet|NSG|CMK|HSM|API|MQTT|X\.509|endpoint|tenant|TPM)\b/,
      );
    },
  );
});

describe('the frameworks', () => {
  const known = new Set(
    frameworks.flatMap(({ id, controls }) => Object.keys(controls).map((one) => `${id}:${one}`)),
  );

  test.each<[string, readonly string[]]>([
    ['rules', catalogue.flatMap(controlsOf)],
    ['topics', Object.values(topics).flatMap(({ controls }) => controls)],
    ['threats', register.flatMap(({ controls }) => controls)],
    ['records', evidenceKindNames.flatMap((kind) => factsOfKind(kind).controls)],
  ])('have every control of the %s', (_what, controls) => {
    expect([...new Set(controls)].filter((control) => !known.has(control))).toEqual([]);
  });

  test('say what every control is about', () => {
    const bare = frameworks.flatMap(({ controls }) =>
      Object.entries(controls).filter(([id, title]) => title === id),
    );
    expect(bare).toEqual([]);
  });
});

describe('the matrix of STRIDE letters', () => {
  const cells = catalogueIds.flatMap((id) => {
    const entry = catalogueEntry(id);
    if (!entry) return [];
    return legalLetters(entry.kind, id).map((letter) => ({
      key: cellKey(id, letter),
      covered: register.some(({ stride, elements }) => stride.includes(letter) && elements.includes(id)),
    }));
  });

  test('has a threat or a reason for every cell that applies', () => {
    expect(cells.filter(({ key, covered }) => !covered && !explainedCells[key])).toEqual([]);
  });

  test('explains no cell that has a threat or does not exist', () => {
    const open = new Set(cells.filter(({ covered }) => !covered).map(({ key }) => key));
    expect(Object.keys(explainedCells).filter((key) => !open.has(key))).toEqual([]);
  });
});
