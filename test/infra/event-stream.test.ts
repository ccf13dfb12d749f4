import { describe, expect, it } from 'vitest';
import { EventStream, type StreamTier } from '../../infra/event-stream';
import { placement } from './placement';
import { run, settled } from './register';

const premium: StreamTier = {
  sku: 'Premium',
  encryption: { vaultUri: 'https://kv.vault.azure.net', keyName: 'k', identityId: '/identity' },
};
const build = (tier: StreamTier) =>
  run(() => new EventStream('s', { ...placement, tier, telemetryReaders: ['ingest'] }));

describe('EventStream', () => {
  it.each<[StreamTier]>([[{ sku: 'Standard' }], [premium]])(
    'knows no keys and no public network as %j',
    async (tier) => {
      const { only } = await build(tier);
      expect(only('eventhub:Namespace').inputs).toMatchObject({
        disableLocalAuth: true,
        minimumTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        zoneRedundant: true,
      });
      expect(only('eventhub:NamespaceNetworkRuleSet').inputs).toMatchObject({
        defaultAction: 'Deny',
        publicNetworkAccess: 'Disabled',
        trustedServiceAccessEnabled: true,
        ipRules: [],
      });
    },
  );

  it('encrypts twice and with our key where the tier has it', async () => {
    const { encryption, identity } = (await build(premium)).only('eventhub:Namespace').inputs;
    expect(encryption).toEqual({
      keySource: 'Microsoft.KeyVault',
      keyVaultProperties: [
        {
          keyVaultUri: 'https://kv.vault.azure.net',
          keyName: 'k',
          identity: { userAssignedIdentity: '/identity' },
        },
      ],
      requireInfrastructureEncryption: true,
    });
    expect(identity.userAssignedIdentities).toEqual(['/identity']);
    const standard = (await build({ sku: 'Standard' })).only('eventhub:Namespace').inputs;
    expect([standard.encryption, standard.identity]).toEqual([undefined, undefined]);
  });

  it('takes nothing in before its network is shut, and gives each reader a group', async () => {
    const { all, only, result } = await build({ sku: 'Standard' });
    const rules = only('eventhub:NamespaceNetworkRuleSet').urn;
    const hubs = all('eventhub:EventHub');
    expect(hubs.map(({ inputs }) => inputs.eventHubName)).toEqual(['telemetry', 'device-events']);
    for (const { dependencies } of hubs) expect(dependencies).toContain(rules);
    expect(only('eventhub:ConsumerGroup').inputs.consumerGroupName).toBe('ingest');
    expect(await settled(result.host)).toBe('s.servicebus.windows.net');
  });
});
