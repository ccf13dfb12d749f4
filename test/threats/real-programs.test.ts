import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { judge } from '../../policies/src/cli/judging';
import { readSite } from '../../policies/src/cli/threats-files';
import type { RegisteredResource } from '../../policies/src/resources/resource';
import { latestRuleSet } from '../../policies/src/rule/rule-sets';
import { catalogue } from '../../policies/src/rules/catalogue';
import { type PreviewResult, preview } from '../../policies/src/sources/preview';
import { assessThreats } from '../../policies/src/threats/assess';
import { documentOf } from '../../policies/src/threats/report/document';
import { editions, threatFormats, threatText } from '../../policies/src/threats/report/formats';
import { emptySite } from '../../policies/src/threats/site/site';
import type { ThreatReport } from '../../policies/src/threats/threat-report';
import { previewed } from '../infra/previewed';
import { program } from '../sources/preview/programs';
import { today } from './stack';

/** Where the reports are kept, for whoever wants to see them. */
const artefacts = process.env.IIOT_GUARD_ARTEFACTS;

/** The report about what a program would deploy, with the site file of ours where it is our platform. */
function reportOn(name: string, { resources, notEvaluated }: PreviewResult): ThreatReport {
  const source = { kind: 'preview', name, stack: name } as const;
  const terms = {
    profile: 'standard',
    ruleSet: latestRuleSet,
    unknown: 'warn',
    all: true,
    now: today,
  } as const;
  const judged = judge({ source, registered: resources, notEvaluated }, catalogue, {}, terms);
  const site = name === 'prod' ? readSite(join(__dirname, '../../stacks/threats.yaml')) : emptySite;
  return assessThreats(judged, { now: today, site, evidence: [] });
}

/** Every text of the program: names, URNs, and whatever stands in a property. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** One plain word, such as `storage`, stands in many sentences and tells nothing. */
const isTelling = (text: string): boolean => text.length > 3 && /[\d\W_]|[a-z][A-Z]/.test(text.trim());

const programs = [
  ['prod', () => previewed('prod')],
  ['legacy-plant', () => preview({ directory: program('legacy-plant'), stack: 'dev' })],
] as const;

describe.each(programs)('the threats of %s', (name, run) => {
  let result: PreviewResult;
  let report: ThreatReport;
  beforeAll(async () => {
    result = await run();
    report = reportOn(name, result);
  });

  test('the edition for the organisation has no name, URN, address or property value of the stack', async () => {
    const nothing = reportOn(name, { ...result, resources: [], notEvaluated: [] });
    const written = async (of: ThreatReport, edition: (typeof editions)[number]) =>
      (await Promise.all(threatFormats.map((format) => threatText(of, format, { edition })))).join('\n');
    const [shown, restricted, without] = [
      await written(report, 'organisation'),
      await written(report, 'restricted'),
      await written(nothing, 'organisation'),
    ];
    const texts = [
      ...new Set(
        result.resources.flatMap(({ urn, name: own, properties }) => [urn, own, ...textsOf(properties)]),
      ),
    ].filter((text) => isTelling(text) && !without.includes(text));
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((text) => shown.includes(text))).toEqual([]);
    expect(texts.filter((text) => restricted.includes(text)).length).toBeGreaterThan(20);
  });

  test('leaves its reports behind where somebody wants them', async () => {
    for (const edition of editions) {
      const text = await threatText(report, 'html', { edition });
      expect(text).toMatch(/^<!DOCTYPE html>/);
      if (artefacts === undefined) continue;
      mkdirSync(artefacts, { recursive: true });
      writeFileSync(join(artefacts, `threats-of-${name}-${edition}.html`), text);
    }
  });
});

describe('one mandatory setting of prod turned round', () => {
  const flipped = async (type: RegExp, change: (properties: object) => object) => {
    const result = await previewed('prod');
    const turn = (one: RegisteredResource): RegisteredResource =>
      type.test(one.token) ? ({ ...one, properties: change(one.properties) } as RegisteredResource) : one;
    const [before, after] = [
      reportOn('prod', result),
      reportOn('prod', { ...result, resources: result.resources.map(turn) }),
    ];
    const earlier = JSON.parse(await threatText(before, 'json', { edition: 'restricted' }));
    const { changes, threats } = documentOf(after, 'restricted', earlier);
    return { changes: changes?.threats ?? [], threats, before };
  };

  test.each<[string, RegExp, (properties: object) => object, readonly string[], string]>([
    [
      'TLS of storage',
      /:storage:StorageAccount$/,
      (properties) => ({ ...properties, minimumTlsVersion: 'TLS1_0' }),
      ['T-C04'],
      'storage-min-tls',
    ],
    [
      'purge protection of vaults',
      /:keyvault:Vault$/,
      (properties) => ({
        ...properties,
        properties: {
          ...(properties as { readonly properties: object }).properties,
          enablePurgeProtection: false,
        },
      }),
      ['T-C06'],
      'kv-purge-protection',
    ],
  ])('%s: the right threats turn red, and the sentence says why', async (_what, type, change, ids, rule) => {
    const { changes, threats, before } = await flipped(type, change);
    const status = (of: typeof threats, id: string) => of.find((one) => one.id === id);
    for (const id of ids) {
      expect(status(before.threats, id)?.status).not.toBe('violated');
      expect(status(threats, id)).toMatchObject({
        status: 'violated',
        why: expect.stringMatching(/^This does not hold: /),
      });
      expect(changes.find(({ threat }) => threat === id)).toMatchObject({ kind: 'worse', to: 'violated' });
      expect(changes.find(({ threat }) => threat === id)?.because.join(' ')).toContain(
        `(${rule}): does not hold, before: holds.`,
      );
    }
    expect(changes.map(({ threat, kind }) => [threat, kind])).toEqual(ids.map((id) => [id, 'worse']));
  });
});
