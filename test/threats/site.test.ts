import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { assessThreats } from '../../policies/src/threats/assess';
import { evidenceSchema } from '../../policies/src/threats/evidence/record';
import { problemsOf } from '../../policies/src/threats/lint';
import type { SiteThreat } from '../../policies/src/threats/site/schema';
import { siteSchema } from '../../policies/src/threats/site/schema';
import { emptySite, joinSites, type Site } from '../../policies/src/threats/site/site';
import { threatsOfSite } from '../../policies/src/threats/site/threats-of-site';
import { account, judged, record, threatsOf, today } from './stack';

const read = (content: object): Site => joinSites([siteSchema.parse(content)]);

function problems(
  content: object,
  evidence = [] as Parameters<typeof problemsOf>[0]['evidence'],
  rules: readonly Rule[] = catalogue,
): readonly string[] {
  const site = read(content);
  const { threats: records, problems: own } = threatsOfSite(site);
  return [...own, ...problemsOf({ site, records, evidence, rules, now: today })].map(
    ({ where, message }) => `${where}: ${message}`,
  );
}

const whole: Partial<SiteThreat> = {
  title: 'A crane swings over the fence',
  class: 'physical',
  stride: ['T'],
  stage: 'device',
  elements: ['PR-1'],
  consequences: [{ kind: 'death-or-injury', worstCase: 'Somebody is hit.' }],
  likelihood: { score: 2, reason: 'It is watched.' },
  impact: { score: 5, reason: 'It is heavy.' },
  mitigations: [
    { text: 'It is tested.', kind: 'process', lowers: 'likelihood', by: 1, evidence: ['device-review'] },
  ],
  phases: ['operations'],
};

describe('a site changes the register', () => {
  test('and overrides what it says, nothing else', () => {
    const site = read({
      threats: [
        { id: 'T-C06', likelihood: { score: 4, reason: 'It happened.' }, owner: 'Ada', review: '2026-09-01' },
      ],
    });
    const threat = threatsOf([account()], { site }).threats.find(({ id }) => id === 'T-C06');
    expect(threat).toMatchObject({
      likelihood: { score: 4, reason: 'It happened.' },
      impact: { score: 5 },
      owner: 'Ada',
      origin: 'register',
    });
    expect(threat?.risk.inherent.score).toBe(20);
  });

  test('and adds threats of its own, also based on others', () => {
    const site = read({
      threats: [
        { id: 'SITE-2', basedOn: 'SITE-1', title: 'A crane falls over' },
        { id: 'SITE-1', ...whole },
        { id: 'SITE-3', basedOn: 'T-D10', title: 'An avalanche comes down' },
      ],
    });
    const { threats, problems: none } = threatsOfSite(site);
    expect(none).toEqual([]);
    expect(
      threats.slice(40).map(({ threat, origin }) => [threat.id, threat.title, threat.class, origin]),
    ).toEqual([
      ['SITE-2', 'A crane falls over', 'physical', 'site'],
      ['SITE-1', 'A crane swings over the fence', 'physical', 'site'],
      ['SITE-3', 'An avalanche comes down', 'natural-disaster', 'site'],
    ]);
  });

  test('later files win over earlier ones, entry by entry', () => {
    const first = siteSchema.parse({
      devices: [
        { id: 'a', name: 'old' },
        { id: 'b', name: 'b' },
      ],
      threats: [{ id: 'T-D01', owner: 'Ada' }],
    });
    const second = siteSchema.parse({
      devices: [{ id: 'a', name: 'new' }],
      threats: [{ id: 'T-D01', review: '2027-01-01' }],
    });
    const site = joinSites([first, second]);
    expect(site.devices.map(({ name }) => name)).toEqual(['new', 'b']);
    expect(site.threats).toEqual([{ id: 'T-D01', owner: 'Ada', review: '2027-01-01' }]);
  });
});

describe('lint', () => {
  const acceptance = {
    threat: 'T-D08',
    reason: 'Costs too much',
    owner: 'Ada',
    approvedBy: ['Ada'],
    expires: '2027-01-01',
  };

  test.each<[string, object, string]>([
    [
      'an unknown threat',
      { threats: [{ id: 'T-D99', owner: 'Ada' }] },
      'threats.T-D99: is not in the register; did you mean `T-D09`?',
    ],
    [
      'an incomplete new threat',
      { threats: [{ id: 'SITE-1', title: 'x' }] },
      'threats.SITE-1: is not in the register. A new threat also needs class',
    ],
    [
      'a circle of bases',
      {
        threats: [
          { id: 'A-1', basedOn: 'A-2' },
          { id: 'A-2', basedOn: 'A-1' },
        ],
      },
      'goes round in a circle (A-1 → A-2 → A-1)',
    ],
    ['a base of itself', { threats: [{ id: 'A-1', basedOn: 'A-1' }] }, 'goes round in a circle (A-1 → A-1)'],
    [
      'an unknown base',
      { threats: [{ id: 'A-1', basedOn: 'T-C99' }] },
      '`T-C99` is not a threat; did you mean',
    ],
    [
      'a base of a threat of the register',
      { threats: [{ id: 'T-C01', basedOn: 'T-C02' }] },
      'is for new threats',
    ],
    [
      'an unknown rule',
      {
        threats: [
          {
            id: 'A-1',
            ...whole,
            mitigations: [{ text: 'x', lowers: 'impact', by: 1, rules: ['storage-https-onyl'] }],
          },
        ],
      },
      'names the rule `storage-https-onyl`, which does not exist; did you mean `storage-https-only`?',
    ],
    [
      'a mitigation without proof',
      {
        threats: [
          { id: 'A-1', ...whole, mitigations: [{ text: 'We are careful.', lowers: 'impact', by: 1 }] },
        ],
      },
      'has a mitigation that nothing proves: "We are careful."',
    ],
    [
      'a mitigation without proof, cut where it is long',
      {
        threats: [
          { id: 'A-1', ...whole, mitigations: [{ text: 'Care '.repeat(20), lowers: 'impact', by: 1 }] },
        ],
      },
      `nothing proves: "${'Care '.repeat(20).slice(0, 59)}…"`,
    ],
    [
      'a letter that does not apply',
      { threats: [{ id: 'A-1', ...whole, stride: ['R'], elements: ['FL-3'] }] },
      'has the STRIDE letter R, which applies to none of its elements',
    ],
    [
      'an unknown element',
      { threats: [{ id: 'A-1', ...whole, elements: ['PR-99'] }] },
      'strikes `PR-99`, which is neither',
    ],
    [
      'an unknown framework',
      { threats: [{ id: 'A-1', ...whole, controls: ['mscb:DP-3'] }] },
      'names the framework `mscb`, which is not known; did you mean `mcsb`?',
    ],
    [
      'an unknown control',
      { threats: [{ id: 'A-1', ...whole, controls: ['mcsb:DP-33'] }] },
      'names `mcsb:DP-33`',
    ],
    [
      'one name where people may be hurt',
      { acceptances: [acceptance] },
      'acceptances.T-D08: needs two different people',
    ],
    [
      'the same name twice',
      { acceptances: [{ ...acceptance, approvedBy: ['Ada', ' ada '] }] },
      'needs two different people',
    ],
    [
      'an acceptance that is over',
      { acceptances: [{ ...acceptance, threat: 'T-C06', expires: '2026-06-14' }] },
      'ended on 2026-06-14',
    ],
    [
      'an acceptance of nothing',
      { acceptances: [{ ...acceptance, threat: 'T-X99' }] },
      '`T-X99` is not a threat',
    ],
    [
      'a cell that does not exist',
      { cells: [{ element: 'FL-3', letter: 'S', reason: 'x' }] },
      'the letter S does not apply to FL-3',
    ],
    [
      'a cell of nothing',
      { cells: [{ element: 'ZZ-3', letter: 'S', reason: 'x' }] },
      '`ZZ-3` is not an element',
    ],
    [
      'an id twice',
      { devices: [{ id: 'a', name: 'a' }], people: [{ id: 'a', name: 'b' }] },
      'a: is the id of more than one element',
    ],
    [
      'a flow that is none',
      { flows: [{ id: 'a', name: 'a', from: 'PR-4', to: 'PR-3', is: 'FL-99' }] },
      '`FL-99` is no flow of the catalogue',
    ],
  ])('finds %s', (_what, content, message) => {
    expect(problems(content).join('\n')).toContain(message);
  });

  test.each<[string, object, string]>([
    ['of an unknown threat', { threats: ['T-O99'] }, '`T-O99` is not a threat; did you mean'],
    ['in the future', { date: '2026-06-16' }, '2026-06-16 is in the future'],
    ['that holds too long', { validDays: 900 }, 'may be 183 at most for restore-drill'],
  ])('finds a record %s', (_what, more, message) => {
    expect(problems({}, [record(more)]).join('\n')).toContain(message);
  });

  test.each<[string, Partial<Rule>, object, string]>([
    ['belongs to no threat', { threats: [] }, {}, 'belongs to no threat. Give it `threats`, or a topic'],
    [
      'belongs to an unknown threat',
      { threats: ['T-C99'] },
      {},
      'belongs to `T-C99`, which is not a threat; did you mean',
    ],
    [
      'is about what no mitigation is about',
      { threats: ['T-D10'] },
      { threats: [{ id: 'T-D10', owner: 'Ada' }] },
      'works against T-D10, but no mitigation of that threat is about',
    ],
  ])('finds that a rule %s', (_what, more, content, message) => {
    const [tls] = catalogue.filter(({ id }) => id === 'storage-min-tls') as [Rule];
    expect(problems(content, [], [...catalogue, { ...tls, id: 'own-rule', ...more }]).join('\n')).toContain(
      `rules.own-rule: ${message}`,
    );
  });

  test('is content with a rule of a threat whose mitigations the site wrote anew, and with rules and cells that exist', () => {
    const [tls] = catalogue.filter(({ id }) => id === 'storage-min-tls') as [Rule];
    const own = { ...tls, id: 'own-rule', threats: ['A-1'] };
    const mitigations = [{ text: 'x', lowers: 'impact', by: 1, rules: ['storage-https-only'], needed: true }];
    const content = {
      threats: [{ id: 'A-1', ...whole, mitigations }],
      cells: [{ element: 'ST-5', letter: 'I', reason: 'It is closed.' }],
    };
    expect(problems(content, [], [...catalogue, own])).toEqual([]);
  });

  test('accepts two people where somebody may be hurt', () => {
    expect(problems({ acceptances: [{ ...acceptance, approvedBy: ['Ada', 'Grace'] }] })).toEqual([]);
  });

  test('a record in the future proves nothing', () => {
    const { threats, evidence } = threatsOf([], { evidence: [record({ date: '2026-06-16' })] });
    expect([evidence, threats.find(({ id }) => id === 'T-O10')?.status]).toEqual([[], 'open']);
  });
});

describe('what people decided shows in the report', () => {
  test('an accepted risk with its end', () => {
    const site = read({
      acceptances: [
        { threat: 'T-C06', reason: 'Small', owner: 'Ada', approvedBy: ['Ada'], expires: '2026-07-01' },
      ],
    });
    const report = threatsOf([account()], { site });
    expect(report.exceptions).toEqual([
      expect.objectContaining({ kind: 'acceptance', of: 'T-C06', state: 'in-force', owner: 'Ada' }),
    ]);
    expect(report.calendar.filter(({ what }) => what === 'acceptance')).toEqual([
      expect.objectContaining({ state: 'due-soon', due: '2026-07-01' }),
    ]);
    expect(report.threats.find(({ id }) => id === 'T-C06')?.accepted).toMatchObject({ valid: true });
  });

  test('an exemption with what it covers, and one that nobody needed', () => {
    const exemption = { reason: 'Old panel', owner: 'Ada', expires: '2027-01-01' };
    const config = {
      'storage-min-tls': { exemptions: [{ ...exemption, resource: 'telemetry' }] },
      'storage-https-only': { exemptions: [{ ...exemption, resource: 'telemetry' }] },
    };
    const report = threatsOf([account({ minimumTlsVersion: 'TLS1_0' })], {}, config);
    expect(report.exceptions.map(({ of, state, resources }) => [of, state, resources.length])).toEqual([
      ['storage-min-tls', 'in-force', 1],
      ['storage-https-only', 'unused', 0],
    ]);
    expect(report.threats.find(({ id }) => id === 'T-C04')?.status).toMatch(/waived|violated/);
  });

  test('exceptions that are over, with ticket and title', () => {
    const exemption = { reason: 'Old panel', owner: 'Ada', expires: '2026-06-01', resource: 'telemetry' };
    const site = read({
      acceptances: [
        { threat: 'T-X99', reason: 'Small', owner: 'Ada', approvedBy: ['Ada'], expires: '2026-06-01' },
      ],
    });
    const config = {
      'storage-min-tls': { exemptions: [{ ...exemption, ticket: 'OT-1' }] },
      'storage-https-only': { exemptions: [exemption] },
    };
    const report = threatsOf([account({ minimumTlsVersion: 'TLS1_0' })], { site }, config);
    expect(report.exceptions.map(({ of, title, state, ticket }) => [of, title, state, ticket])).toEqual([
      ['storage-min-tls', expect.stringMatching(/TLS/), 'expired', 'OT-1'],
      ['storage-https-only', expect.any(String), 'expired', undefined],
      ['T-X99', 'T-X99', 'expired', undefined],
    ]);
  });

  test('what a person said about a status, and what the evidence refuses', () => {
    const site = read({
      site: { name: 'Plant 7', description: 'Presses', concerns: 'Call 112' },
      devices: [{ id: 'crane', name: 'Crane' }],
      threats: [
        { id: 'T-C06', status: { is: 'violated', reason: 'We saw it' } },
        { id: 'T-C04', status: { is: 'verified', reason: 'We know better' } },
        { id: 'A-1', ...whole, stride: ['S'], elements: ['crane'] },
      ],
    });
    const {
      site: words,
      threats,
      problems: told,
    } = threatsOf([account({ minimumTlsVersion: 'TLS1_0' })], { site });
    expect(words).toEqual({ name: 'Plant 7', description: 'Presses', concerns: 'Call 112' });
    expect(threats.find(({ id }) => id === 'T-C06')).toMatchObject({
      status: 'violated',
      lowered: { reason: 'We saw it' },
    });
    expect(threats.find(({ id }) => id === 'A-1')?.struck).toEqual(['XE-1/1']);
    expect(told.map(({ where }) => where)).toEqual(['threats.T-C04']);
  });

  test('what could not be read counts against completeness, a lookup does not', () => {
    const report = judged([account()]);
    const notEvaluated = [
      { resource: account().urn, why: 'has no rules' },
      { resource: 'template.json', why: 'a link that cannot be followed' },
      { resource: 'getClientConfig', why: 'a provider function that only looks something up' },
    ];
    const told = assessThreats({ ...report, notEvaluated }, { now: today, site: emptySite, evidence: [] });
    expect(told.unmapped.map(({ resource, supporting }) => [resource, supporting])).toEqual([
      ['template.json', false],
    ]);
  });

  test('one setting turned round breaks the right protection of the right threats, and says which', () => {
    const broken = (minimumTlsVersion: string) =>
      threatsOf([account({ minimumTlsVersion })]).threats.flatMap(({ id, measures }) =>
        measures.filter(({ status }) => status === 'violated').map(({ text }) => `${id} ${text}`),
      );
    const before = broken('TLS1_2');
    expect(broken('TLS1_0').filter((one) => !before.includes(one))).toEqual(
      [
        'T-C04 Connections to stores and databases refuse weak encryption.',
        'T-O06 Every setting is checked before it becomes real, and a wrong one stops the change.',
      ].filter((one) => !before.includes(one)),
    );
  });
});

describe('the JSON Schemas for editors', () => {
  const valid = (schema: z.ZodType) => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    return ajv.compile(z.toJSONSchema(schema, { io: 'input' }));
  };

  test('accept our own site file', () => {
    const check = valid(siteSchema);
    check(parse(readFileSync(join(__dirname, '../../stacks/threats.yaml'), 'utf8')));
    expect(check.errors).toBeNull();
  });

  test.each<[string, z.ZodType, object]>([
    ['an unknown field of a site', siteSchema, { threatz: [] }],
    ['a score of 6', siteSchema, { threats: [{ id: 'T-D01', impact: { score: 6, reason: 'x' } }] }],
    [
      'a record without artefact',
      evidenceSchema,
      { ...record(), id: undefined, file: undefined, artefact: undefined },
    ],
    [
      'a malformed date',
      evidenceSchema,
      {
        kind: 'approval',
        date: '1.2.26',
        scope: 'x',
        by: 'x',
        result: 'passed',
        threats: ['T-O05'],
        artefact: { name: 'x', sha256: '0'.repeat(64) },
      },
    ],
  ])('refuse %s', (_what, schema, content) => {
    expect(valid(schema)(JSON.parse(JSON.stringify(content)))).toBe(false);
  });
});
