import * as pulumi from '@pulumi/pulumi';
import { readSettings } from './config';
import { SecureIotPlatform } from './secure-platform';

const platform = new SecureIotPlatform('iiot', { environment: pulumi.getStack(), ...readSettings() });

export const {
  resourceGroupName,
  virtualNetworkId,
  gatewaySubnetId,
  workloadSubnetId,
  workloadIdentityId,
  workloadClientId,
  vaultUri,
  logWorkspaceId,
  auditAccountName,
  storageAccountName,
  archiveContainerName,
  databaseEndpoint,
  hubHostName,
  provisioningHostName,
  provisioningIdScope,
  eventStreamHost,
  registryLoginServer,
  ingestAppName,
} = platform.outputs;
