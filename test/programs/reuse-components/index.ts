// Each component alone: what it stands on is not of our platform, and it takes provider and transformation as given.
import * as azure from '@pulumi/azure-native';
import type * as pulumi from '@pulumi/pulumi';
import { ActivityAlerts } from '../../../infra/activity-alerts';
import { DeviceStateStore } from '../../../infra/cosmos';
import { CosmosAccess } from '../../../infra/cosmos-access';
import { DeleteLocks } from '../../../infra/delete-locks';
import { Diagnostics } from '../../../infra/diagnostics';
import { EncryptionKey } from '../../../infra/encryption-key';
import { ServiceIdentity } from '../../../infra/identity';
import { IotHub } from '../../../infra/iot-hub';
import { KeyVault } from '../../../infra/key-vault';
import { LogWorkspace } from '../../../infra/monitoring';
import { Network } from '../../../infra/network';
import { PrivateDns } from '../../../infra/private-dns';
import { PrivateEndpoint } from '../../../infra/private-endpoint';
import { Provisioning } from '../../../infra/provisioning';
import { EnvironmentGroup } from '../../../infra/resource-group';
import { TelemetryArchive } from '../../../infra/telemetry-archive';
import { TelemetryStorage } from '../../../infra/telemetry-storage';
import { ThreatDetection } from '../../../infra/threat-detection';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const group = `${subscription}/resourceGroups/plant`;
const idOf = (type: string, name: string) => `${group}/providers/${type}/${name}`;
const identityId = idOf('Microsoft.ManagedIdentity/userAssignedIdentities', 'existing');
const place = { resourceGroupName: 'plant', location: 'westeurope' };
const protect = true;

const provider = new azure.Provider('plants', { location: 'westeurope' });

/** The name that the company puts before every resource of ours: what a transformation is good for. */
const tagged: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props: props.tags ? { ...props, tags: { ...props.tags, costCentre: '4711' } } : props,
  opts,
});
const opts: pulumi.ComponentResourceOptions = {
  providers: { 'azure-native': provider },
  transformations: [tagged],
};
const tags = { owner: 'plant-operations' };

new EnvironmentGroup('group', { location: 'westeurope', environment: 'plant', owner: 'operations' }, opts);
new Network('network', { ...place, tags, addressSpace: '10.20.0.0/20' }, opts);
const dns = new PrivateDns(
  'dns',
  {
    resourceGroupName: 'plant',
    tags,
    virtualNetworkId: idOf('Microsoft.Network/virtualNetworks', 'existing'),
    zones: ['vault', 'blob'],
  },
  opts,
);
const vault = new KeyVault('vault', { ...place, tags }, { ...opts, protect });
new PrivateEndpoint(
  'vault-endpoint',
  {
    ...place,
    tags,
    subnetId: `${idOf('Microsoft.Network/virtualNetworks', 'existing')}/subnets/endpoints`,
    targetId: vault.vaultId,
    groupId: 'vault',
    zoneIds: { vault: dns.zoneIds.vault },
  },
  opts,
);
const key = new EncryptionKey(
  'data-key',
  { resourceGroupName: 'plant', vaultName: vault.vaultName, tags },
  { ...opts, protect },
);
const identity = new ServiceIdentity(
  'data-encryption',
  { ...place, tags, grants: { key: { role: 'keyVaultCryptoServiceEncryptionUser', scope: key.keyId } } },
  opts,
);
const storage = new TelemetryStorage(
  'telemetrydata',
  {
    ...place,
    tags,
    redundancy: 'Standard_ZRS',
    deletedDataRetentionDays: 14,
    encryption: { vaultUri: vault.vaultUri, keyName: key.keyName, identityId: identity.identityId },
  },
  { ...opts, protect },
);
new TelemetryArchive(
  'telemetry',
  {
    resourceGroupName: 'plant',
    accountName: storage.accountName,
    immutableDays: 30,
    coolAfterDays: 30,
    retentionDays: 365,
  },
  { ...opts, protect },
);
new DeviceStateStore(
  'state',
  {
    ...place,
    tags,
    maxThroughput: 1000,
    backupTier: 'Continuous7Days',
    encryption: { keyUri: key.keyUri, identityId: identity.identityId },
  },
  { ...opts, protect },
);
new CosmosAccess(
  'reader',
  {
    resourceGroupName: 'plant',
    accountId: idOf('Microsoft.DocumentDB/databaseAccounts', 'existing'),
    accountName: 'existing',
    databaseName: 'state',
    principalId: '00000000-0000-0000-0000-000000000002',
  },
  opts,
);
const hub = new IotHub(
  'hub',
  {
    ...place,
    tags,
    sku: 'S1',
    units: 1,
    messageRetentionDays: 1,
    deviceNetworkAccess: { kind: 'private' },
    archive: {
      resourceGroupName: 'plant',
      blobHost: 'existing.blob.core.windows.net',
      containerName: 'telemetry',
      identityId,
    },
  },
  { ...opts, protect },
);
new Provisioning(
  'provisioning',
  {
    ...place,
    tags,
    deviceNetworkAccess: { kind: 'private' },
    hub: { hostName: hub.hostName, location: 'westeurope', identityId },
  },
  { ...opts, protect },
);
const logs = new LogWorkspace('logs', { ...place, tags, retentionInDays: 90 }, { ...opts, protect });
new Diagnostics(
  'hub-logs',
  { workspaceId: logs.workspaceId, targets: { hub: { resourceId: hub.hubId } } },
  opts,
);
new ActivityAlerts('alerts', { resourceGroupName: 'plant', tags, scope: group }, opts);
new ThreatDetection(
  'threats',
  {
    ...place,
    tags,
    workspaceId: logs.workspaceId,
    hubIds: [hub.hubId],
    storageAccountIds: { data: storage.accountId },
    cosmosAccountIds: {},
  },
  opts,
);
new DeleteLocks('locks', { resourceIds: { hub: hub.hubId } }, opts);
