import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../policies/src/resources/value';
import { Analyzer, type Sent } from './analyzer';

const MANDATORY = 1;
const REMEDIATE = 3;
const secretKey = '4dabf18193072939515e22adb298388d';
const secret = (value: unknown) => ({ [secretKey]: '1b47061264138c4ac30d75fd1eb44270', value });
const app = (properties: object, more: Partial<Sent> = {}): Sent => ({
  type: 'azure-native:web:WebApp',
  name: 'gateway',
  properties,
  ...more,
});

describe.each([
  ['as a process', () => Analyzer.start()],
  ['in this process', () => Analyzer.startHere()],
] as const)('the level `remediate`, %s,', (_way, start) => {
  let pack: Analyzer;
  beforeAll(async () => {
    pack = await start();
  });
  afterAll(() => pack.stop());
  afterEach(() => pack.configure({}));

  const configure = (rule: string, level = REMEDIATE, properties: object = {}) =>
    pack.configure({ [rule]: { level, properties } });

  test('writes the fix, and nothing else', async () => {
    await configure('webapp-https-only');
    const before = { httpsOnly: false, siteConfig: { minTlsVersion: '1.0' }, tags: { line: '7' } };
    expect(await pack.remediate(app(before))).toEqual([
      { policy: 'webapp-https-only', properties: { ...before, httpsOnly: true } },
    ]);
  });

  test.each([
    ['where nothing stands', {}, { siteConfig: { ftpsState: 'Disabled' } }],
    [
      'beside what stands',
      { siteConfig: { alwaysOn: true } },
      { siteConfig: { alwaysOn: true, ftpsState: 'Disabled' } },
    ],
  ])('writes it into a block %s', async (_where, before, after) => {
    await configure('webapp-ftps');
    expect(await pack.remediate(app(before))).toEqual([{ policy: 'webapp-ftps', properties: after }]);
  });

  test('keeps secrets secret and unknown values unknown', async () => {
    await configure('webapp-https-only');
    const before = { httpsOnly: secret(false), hostName: UNKNOWN, siteConfig: secret({ key: 'canary' }) };
    const [changed] = await pack.remediate(app(before));
    expect(changed?.properties).toEqual({ ...before, httpsOnly: secret(true) });
  });

  test('writes into a block that is secret as a whole, which stays so', async () => {
    await configure('webapp-ftps');
    const [changed] = await pack.remediate(app({ siteConfig: secret({ alwaysOn: true }) }));
    expect(changed?.properties).toEqual({ siteConfig: secret({ alwaysOn: true, ftpsState: 'Disabled' }) });
  });

  test('leaves alone what is right, what is unknown and what is of another type', async () => {
    await configure('webapp-https-only');
    expect(await pack.remediate(app({ httpsOnly: true }))).toEqual([]);
    expect(await pack.remediate(app({ httpsOnly: UNKNOWN }))).toEqual([]);
    expect(await pack.remediate(app({}, { type: 'azure-native:storage:StorageAccount' }))).toEqual([]);
  });

  test('leaves alone what is exempt, until that is over', async () => {
    const exemption = (expires: string) => ({
      exemptions: [{ resource: 'gateway', reason: 'old panels', owner: 'ot@example.com', expires }],
    });
    await configure('webapp-https-only', REMEDIATE, exemption('2999-12-31'));
    expect(await pack.remediate(app({}))).toEqual([]);
    await configure('webapp-https-only', REMEDIATE, exemption('2020-01-01'));
    expect(await pack.remediate(app({}))).toHaveLength(1);
  });

  test('changes nothing under a wrong configuration, which is told', async () => {
    await configure('webapp-https-only', REMEDIATE, { exemption: [] });
    expect(await pack.remediate(app({}))).toEqual([]);
    const told = (await pack.analyze(app({}))).filter(({ policyname }) => policyname === 'webapp-https-only');
    expect(told).toMatchObject([
      { enforcementlevel: MANDATORY, message: expect.stringContaining('is not an option here') },
    ]);
  });

  test('changes nothing where it is not asked for', async () => {
    expect(await pack.remediate(app({}))).toEqual([]);
    await configure('webapp-https-only', MANDATORY);
    expect(await pack.remediate(app({}))).toEqual([]);
  });

  test('is mandatory for a rule without one known fix', async () => {
    await configure('iothub-min-tls-1-2');
    const hub = app({ properties: { minTlsVersion: '1.0' } }, { type: 'azure-native:iothub:IotHubResource' });
    expect(await pack.remediate(hub)).toEqual([]);
    const told = (await pack.analyze(hub)).filter(({ policyname }) => policyname === 'iothub-min-tls-1-2');
    expect(told.map(({ enforcementlevel }) => enforcementlevel)).toEqual([MANDATORY]);
  });

  test('leaves alone a resource of the classic provider, whose shape is another', async () => {
    await configure('webapp-https-only');
    const classic = app({ httpsOnly: false }, { type: 'azure:appservice/linuxWebApp:LinuxWebApp' });
    expect(await pack.remediate(classic)).toEqual([]);
  });
});
