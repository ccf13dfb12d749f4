import type { ArmType } from './resource';
import * as t from './types';

/** How one block of an ARM body differs from the same block in azure-native v3. Lists: each item. */
export interface Block {
  /** ARM names that azure-native spells otherwise, as ARM spells them. */
  readonly renamed?: { readonly [armName: string]: string };
  /** Blocks inside, by their azure-native name. */
  readonly within?: { readonly [name: string]: Block };
  /** What ARM puts under `properties` stands directly in the block. */
  readonly unwrapped?: true;
}

/** How a whole ARM resource differs from azure-native v3. */
export interface ArmShape {
  /** The properties that hold the names in the resource's path, outermost first; empty where v3 has none. */
  readonly names: readonly string[];
  /** The body; that of the `properties` block where v3 keeps one. */
  readonly body: Block;
  /** v3 keeps the `properties` block. Elsewhere what is in it stands at the top. */
  readonly keepsProperties?: true;
}

const unwrapped: Block = { unwrapped: true };
const plain: Block = {};

const flat = (names: readonly string[], body: Block = plain): ArmShape => ({ names, body });
const kept = (names: readonly string[], body: Block = plain): ArmShape => ({
  names,
  body,
  keepsProperties: true,
});

const securityGroup: Block = { within: { securityRules: unwrapped } };
const subnet: Block = {
  within: {
    networkSecurityGroup: { ...securityGroup, unwrapped: true },
    routeTable: { unwrapped: true, within: { routes: unwrapped } },
    delegations: unwrapped,
    serviceEndpointPolicies: unwrapped,
  },
};

/**
 * The ARM types whose bodies need more than the flattening that `flatShape` does.
 *
 * What azure-native renames and unwraps is what the service specifications mark with `x-ms-client-name` and
 * `x-ms-client-flatten`. Read from the serialisation tables of Microsoft's own clients, which are generated from the same
 * marks (`models/mappers.js` of @azure/arm-storage 18.6, arm-cosmosdb 16.4, arm-keyvault 3.2, arm-network 33.5,
 * arm-monitor 7.0, arm-iothub 6.3, arm-deviceprovisioningservices 5.1), and compared with the argument types of
 * @pulumi/azure-native 3.28.
 */
export const armShapes: ReadonlyMap<ArmType, ArmShape> = new Map<ArmType, ArmShape>([
  [t.iotHub, kept(['resourceName'])],
  [t.iotHubCertificate, kept(['resourceName', 'certificateName'])],
  [t.provisioningService, kept(['provisioningServiceName'])],
  [t.provisioningCertificate, kept(['provisioningServiceName', 'certificateName'])],

  [
    t.storageAccount,
    flat(['accountName'], {
      renamed: {
        supportsHttpsTrafficOnly: 'enableHttpsTrafficOnly',
        networkAcls: 'networkRuleSet',
        isNfsV3Enabled: 'enableNfsV3',
      },
      within: {
        networkRuleSet: {
          within: {
            ipRules: { renamed: { value: 'iPAddressOrRange' } },
            virtualNetworkRules: { renamed: { id: 'virtualNetworkResourceId' } },
          },
        },
        encryption: {
          renamed: { keyvaultproperties: 'keyVaultProperties', identity: 'encryptionIdentity' },
          within: {
            keyVaultProperties: {
              renamed: { keyname: 'keyName', keyversion: 'keyVersion', keyvaulturi: 'keyVaultUri' },
            },
            encryptionIdentity: {
              renamed: {
                userAssignedIdentity: 'encryptionUserAssignedIdentity',
                federatedIdentityClientId: 'encryptionFederatedIdentityClientId',
              },
            },
          },
        },
      },
    }),
  ],
  [t.blobService, flat(['accountName', 'blobServicesName'])],
  [t.blobContainer, flat(['accountName', '', 'containerName'])],
  [t.immutabilityPolicy, flat(['accountName', '', 'containerName', 'immutabilityPolicyName'])],
  [t.fileService, flat(['accountName', 'fileServicesName'])],
  [t.fileShare, flat(['accountName', '', 'shareName'])],
  [t.queueService, flat(['accountName', 'queueServiceName'])],
  [t.storageQueue, flat(['accountName', '', 'queueName'])],
  [t.tableService, flat(['accountName', 'tableServiceName'])],
  [t.storageTable, flat(['accountName', '', 'tableName'])],
  [t.encryptionScope, flat(['accountName', 'encryptionScopeName'])],
  [t.managementPolicy, flat(['accountName', 'managementPolicyName'])],
  [t.localUser, flat(['accountName', 'username'])],

  [t.cosmosAccount, flat(['accountName'])],
  [t.cosmosSqlDatabase, flat(['accountName', 'databaseName'])],
  [t.cosmosSqlContainer, flat(['accountName', 'databaseName', 'containerName'])],
  [t.cosmosSqlRoleAssignment, flat(['accountName', 'roleAssignmentId'])],
  [t.cosmosSqlRoleDefinition, flat(['accountName', 'roleDefinitionId'])],

  [t.vault, kept(['vaultName'])],
  [
    t.vaultKey,
    kept(['vaultName', 'keyName'], {
      renamed: { release_policy: 'releasePolicy' },
      within: { attributes: { renamed: { nbf: 'notBefore', exp: 'expires' } } },
    }),
  ],
  [
    t.vaultSecret,
    kept(['vaultName', 'secretName'], {
      within: { attributes: { renamed: { nbf: 'notBefore', exp: 'expires' } } },
    }),
  ],
  [t.managedHsm, kept(['name'])],

  [
    t.privateEndpoint,
    flat(['privateEndpointName'], {
      within: {
        privateLinkServiceConnections: unwrapped,
        manualPrivateLinkServiceConnections: unwrapped,
        ipConfigurations: unwrapped,
        subnet: { ...subnet, unwrapped: true },
      },
    }),
  ],
  [
    t.privateDnsZoneGroup,
    flat(['privateEndpointName', 'privateDnsZoneGroupName'], {
      within: { privateDnsZoneConfigs: unwrapped },
    }),
  ],
  [t.privateDnsZone, flat(['privateZoneName'])],
  [t.privateDnsZoneLink, flat(['privateZoneName', 'virtualNetworkLinkName'])],
  [t.networkSecurityGroup, flat(['networkSecurityGroupName'], securityGroup)],
  [t.securityRule, flat(['networkSecurityGroupName', 'securityRuleName'])],
  [
    t.virtualNetwork,
    flat(['virtualNetworkName'], {
      within: { subnets: { ...subnet, unwrapped: true }, virtualNetworkPeerings: unwrapped },
    }),
  ],
  [t.subnet, flat(['virtualNetworkName', 'subnetName'], subnet)],
  [t.virtualNetworkPeering, flat(['virtualNetworkName', 'virtualNetworkPeeringName'])],
  [t.publicIpAddress, flat(['publicIpAddressName'])],
  [
    t.networkInterface,
    flat(['networkInterfaceName'], {
      within: {
        ipConfigurations: { unwrapped: true, within: { publicIPAddress: unwrapped } },
        networkSecurityGroup: { ...securityGroup, unwrapped: true },
      },
    }),
  ],
  [t.flowLog, flat(['networkWatcherName', 'flowLogName'])],
  [t.perimeterAssociation, flat(['networkSecurityPerimeterName', 'associationName'])],

  [t.diagnosticSetting, flat(['name'])],
  [t.workspace, flat(['workspaceName'])],
  [t.logCluster, flat(['clusterName'])],
  [
    t.appInsights,
    flat(['resourceName'], {
      renamed: {
        Application_Type: 'applicationType',
        DisableIpMasking: 'disableIpMasking',
        DisableLocalAuth: 'disableLocalAuth',
        Flow_Type: 'flowType',
        ForceCustomerStorageForProfiler: 'forceCustomerStorageForProfiler',
        HockeyAppId: 'hockeyAppId',
        ImmediatePurgeDataOn30Days: 'immediatePurgeDataOn30Days',
        IngestionMode: 'ingestionMode',
        Request_Source: 'requestSource',
        RetentionInDays: 'retentionInDays',
        SamplingPercentage: 'samplingPercentage',
        WorkspaceResourceId: 'workspaceResourceId',
      },
    }),
  ],
  [t.monitorPrivateLinkScope, flat(['scopeName'])],
  [t.dataCollectionEndpoint, flat(['dataCollectionEndpointName'])],
  [t.activityLogAlert, flat(['activityLogAlertName'])],
  [t.iotSecuritySolution, flat(['solutionName'])],
  [t.roleDefinition, flat(['roleDefinitionId'])],
  [t.federatedCredential, flat(['resourceName', 'federatedIdentityCredentialResourceName'])],
  [t.userAssignedIdentity, flat(['resourceName'])],
  [t.roleAssignment, flat(['roleAssignmentName'])],
  [t.defenderForStorage, kept(['settingName'])],
]);

/** The shape of a type that the table does not have: `properties` is flattened, as azure-native does mostly. */
export const flatShape: ArmShape = flat([]);
