import * as pulumi from '@pulumi/pulumi';
import { readSettings } from './config';
import { buildPlatform } from './platform';

const platform = buildPlatform(pulumi.getStack(), readSettings());

export const {
  resourceGroupName,
  virtualNetworkId,
  gatewaySubnetId,
  workloadSubnetId,
  workloadIdentityId,
  workloadClientId,
  vaultUri,
  logWorkspaceId,
  storageAccountName,
  archiveContainerName,
  databaseEndpoint,
  hubHostName,
  provisioningHostName,
  provisioningIdScope,
  eventStreamHost,
  registryLoginServer,
  ingestAppName,
} = platform;
