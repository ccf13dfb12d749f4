import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { UNKNOWN } from '../../policies/src/resources/value';
import { latestRuleSet } from '../../policies/src/rule/rule-sets';
import { levelIn } from '../../policies/src/rule/settings';
import { catalogue } from '../../policies/src/rules/catalogue';
import { Analyzer, type Sent } from './analyzer';

const ADVISORY = 0;
const MANDATORY = 1;
const token = 'azure-native:iothub:IotHubResource';
const safeHub = {
  resourceGroupName: 'g',
  properties: {
    minTlsVersion: '1.2',
    publicNetworkAccess: 'Disabled',
    disableLocalAuth: true,
    disableDeviceSAS: true,
    disableModuleSAS: true,
    restrictOutboundNetworkAccess: true,
    allowedFqdnList: ['archive.blob.core.windows.net'],
  },
};
const hub = (properties: object, type = token): Sent => ({ type, name: 'hub', properties });
const names = (diagnostics: readonly { policyname: string }[]) => diagnostics.map((d) => d.policyname).sort();

describe.each([
  ['as a process', () => Analyzer.start()],
  ['in this process', () => Analyzer.startHere()],
] as const)('%s', (_way, start) => {
  let pack: Analyzer;
  beforeAll(async () => {
    pack = await start();
  });
  afterAll(() => pack.stop());
  afterEach(() => pack.configure({}));

  describe('the pack', () => {
    test('offers one policy per rule, at the levels of the standard profile, with what the SDK has room for', async () => {
      const policies = await pack.policies();
      const levels = { disabled: 2, mandatory: MANDATORY, advisory: ADVISORY };
      expect(policies.map((p) => [p.name, p.enforcementlevel])).toEqual([
        ...catalogue.map((rule) => [rule.id, levels[levelIn('standard', rule)]]),
        // Takes in what programs say beside their resources.
        ['exemption-beside-resource', ADVISORY],
      ]);
      const tls = policies.find((p) => p.name === 'iothub-min-tls-1-2');
      expect(tls).toMatchObject({
        displayname: 'IoT Hub refuses TLS below 1.2',
        severity: 3,
        framework: { reference: 'DP-3', version: '1' },
        url: expect.stringContaining('https://'),
        remediationSteps: expect.stringContaining('minTlsVersion'),
      });
      expect(tls?.tagsList).toEqual(
        expect.arrayContaining(['secure-transfer', 'nist:SC-8', 'T-X01', 'stride:I']),
      );
      expect(tls?.configschema?.properties).toBeDefined();
    });

    test('accepts a safe hub', async () => {
      expect(await pack.analyze(hub(safeHub))).toEqual([]);
    });

    test.each([
      token,
      'azure-native:devices:IotHubResource',
      'azure-native:devices/v20230630:IotHubResource',
      'azure-native_iothub_v20230630:iothub:IotHubResource',
    ])('judges %s', async (type) => {
      const found = await pack.analyze(
        hub({ properties: { ...safeHub.properties, minTlsVersion: '1.0' } }, type),
      );
      expect(names(found)).toEqual(['iothub-min-tls-1-2']);
      expect(found[0]).toMatchObject({ enforcementlevel: MANDATORY });
      expect(found[0]?.message).toContain('Fix:');
    });

    test('leaves other resources alone', async () => {
      expect(await pack.analyze({ type: 'aws:s3/bucket:Bucket', name: 'b', properties: { a: 1 } })).toEqual(
        [],
      );
      expect(await pack.analyze({ type: 'pulumi:pulumi:Stack', name: 's', properties: {} })).toEqual([]);
    });

    test('tells the known fault and lets the note of the SDK through for what is unknown', async () => {
      const found = await pack.analyze(
        hub({ properties: { ...safeHub.properties, minTlsVersion: UNKNOWN, disableDeviceSAS: false } }),
      );
      const told = found.map((d) => [d.policyname, d.enforcementlevel]);
      expect(told).toEqual([
        ['iothub-min-tls-1-2', ADVISORY],
        ['iothub-disable-device-sas', MANDATORY],
      ]);
      expect(found[0]?.message).toContain('during preview');
    });

    test('shows an exempt fault as advisory with its reason, and a fault whose exemption is over as a fault', async () => {
      const exemption = (expires: string) => ({
        'iothub-min-tls-1-2': {
          level: MANDATORY,
          properties: {
            exemptions: [{ resource: 'hub', reason: 'old pumps', owner: 'ot@example.com', expires }],
          },
        },
      });
      const bad = hub({ properties: { ...safeHub.properties, minTlsVersion: '1.0' } });
      await pack.configure(exemption('2999-12-31'));
      const [held] = await pack.analyze(bad);
      expect(held).toMatchObject({ policyname: 'iothub-min-tls-1-2', enforcementlevel: ADVISORY });
      expect(held?.message).toContain('old pumps');
      await pack.configure(exemption('2020-01-01'));
      const [over] = await pack.analyze(bad);
      expect(over).toMatchObject({ enforcementlevel: MANDATORY });
      expect(over?.message).toContain('expired on 2020-01-01');
    });

    test('takes options and levels from the configuration of the rule', async () => {
      const key: Sent = {
        type: 'azure-native:keyvault:Key',
        name: 'key',
        properties: {
          properties: {
            kty: 'RSA',
            keySize: 3072,
            keyOps: ['wrapKey', 'unwrapKey'],
            attributes: { exportable: false },
          },
        },
      };
      expect(names(await pack.analyze(key))).not.toContain('kv-key-rsa-size');
      await pack.configure({ 'kv-key-rsa-size': { level: ADVISORY, properties: { minimumRsaSize: 4096 } } });
      const small = (await pack.analyze(key)).find(({ policyname }) => policyname === 'kv-key-rsa-size');
      expect(small).toMatchObject({ enforcementlevel: ADVISORY });
    });

    test('refuses a configuration with a slip in it, loudly', async () => {
      await pack.configure({ 'iothub-min-tls-1-2': { level: MANDATORY, properties: { exemption: [] } } });
      const [told] = await pack.analyze(hub(safeHub));
      expect(told).toMatchObject({ policyname: 'iothub-min-tls-1-2', enforcementlevel: MANDATORY });
      expect(told?.message).toContain('`exemption` is not an option here');
    });

    test('refuses it for a rule that looks at the whole stack as well', async () => {
      await pack.configure({ 'iothub-diagnostics': { level: MANDATORY, properties: { exemption: [] } } });
      const sent = { type: token, name: 'alone', properties: safeHub };
      const told = (await pack.analyzeStack([sent])).filter((d) => d.policyname === 'iothub-diagnostics');
      expect(told).toHaveLength(1);
      expect(told[0]?.message).toContain('`exemption` is not an option here');
    });

    test('relates resources of the stack, whatever their order', async () => {
      const monitored = { type: token, name: 'monitored', properties: safeHub };
      const alone = { type: token, name: 'alone', properties: safeHub };
      const setting = {
        type: 'azure-native:monitor:DiagnosticSetting',
        name: 'logs',
        properties: {
          resourceUri: UNKNOWN,
          workspaceId: UNKNOWN,
          logs: [{ categoryGroup: 'allLogs', enabled: true }],
        },
        uses: { resourceUri: ['monitored'], workspaceId: ['monitored'] },
      };
      for (const stack of [
        [monitored, alone, setting],
        [setting, alone, monitored],
      ]) {
        const found = (await pack.analyzeStack(stack)).filter((d) => d.policyname === 'iothub-diagnostics');
        expect(found.map((d) => d.urn)).toEqual([expect.stringContaining('::alone')]);
      }
    });

    test('judges the stack by what was written, since the outputs of a preview are unknown where nothing was', async () => {
      const alone = { type: token, name: 'alone', properties: safeHub };
      const endpoint = {
        type: 'azure-native:network:PrivateEndpoint',
        name: 'endpoint',
        properties: {
          privateLinkServiceConnections: [{ privateLinkServiceId: UNKNOWN, groupIds: ['iotHub'] }],
        },
      };
      for (const sent of [alone, endpoint]) await pack.analyze(sent);
      const outputs = {
        ...endpoint,
        properties: { ...endpoint.properties, manualPrivateLinkServiceConnections: UNKNOWN },
      };
      const other = { ...alone, name: 'other' };
      const uses = { privateLinkServiceConnections: ['other'] };
      const found = await pack.analyzeStack([alone, other, { ...outputs, uses }]);
      const told = found.filter((d) => d.policyname === 'iothub-private-endpoint');
      expect(told.map((d) => [d.urn, d.message.includes('group id')])).toEqual([
        [expect.stringContaining('::alone'), true],
      ]);
    });

    test('never tells a property value that could be a secret', async () => {
      const secret = 'canary-Zq81';
      const found = await pack.analyze(
        hub({
          properties: {
            authorizationPolicies: [{ keyName: 'k', rights: 'ServiceConnect', primaryKey: secret }],
          },
        }),
      );
      expect(names(found)).toContain('iothub-no-inline-sas-keys');
      expect(JSON.stringify(found)).not.toContain(secret);
    });
  });
});

describe('the rule set', () => {
  test('comes from the environment', async () => {
    const pinned = await Analyzer.start({ IIOT_GUARD_RULE_SET: latestRuleSet });
    // One more takes in exemptions beside resources.
    expect(await pinned.policies()).toHaveLength(catalogue.length + 1);
    pinned.stop();
  });

  test('stops the pack when there is none of this name', async () => {
    await expect(Analyzer.start({ IIOT_GUARD_RULE_SET: '1999-01' })).rejects.toThrow(
      /1999-01.*must be one of \d{4}-\d{2}/s,
    );
  });
});

describe('the profile', () => {
  test('comes from the environment', async () => {
    const strict = await Analyzer.start({ IIOT_GUARD_PROFILE: 'strict' });
    const levels = new Set((await strict.policies()).map((policy) => policy.enforcementlevel));
    strict.stop();
    expect(levels).toEqual(new Set([MANDATORY]));
  });

  test('stops the pack when its name is misspelt', async () => {
    await expect(Analyzer.start({ IIOT_GUARD_PROFILE: 'strickt' })).rejects.toThrow(
      /strickt.*must be one of baseline/s,
    );
  });

  test('stops it in this process too, before any policy is offered', async () => {
    vi.resetModules();
    vi.stubEnv('IIOT_GUARD_PROFILE', 'strickt');
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    onTestFinished(() => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });
    await expect(import('../../policies/src/pack.js')).rejects.toThrow('exit 1');
    expect(told).toHaveBeenCalledWith(expect.stringContaining('"strickt"; it must be one of baseline'));
  });
});
