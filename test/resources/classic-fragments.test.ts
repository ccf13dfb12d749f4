import { describe, expect, it } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates } from './classic-table';
import { registered } from './registered';

const hub = idOf('Microsoft.Devices/IotHubs/hub');
const account = idOf('Microsoft.Storage/storageAccounts/plant');
const key = 'https://plant.vault.azure.net/keys/data/1';
const keyParts = { keyName: 'data', keyVersion: '1', keyVaultUri: 'https://plant.vault.azure.net' };

describe('what classes of their own set on an IoT hub', () => {
  itTranslates([
    {
      title: 'endpoint of an event hub, by key',
      token: 'iot/endpointEventhub:EndpointEventhub',
      type: t.iotHub,
      classic: { name: 'e', iothubId: hub, connectionString: 'secret' },
      v3: {
        resourceName: 'hub',
        properties: {
          routing: {
            endpoints: {
              eventHubs: [{ name: 'e', authenticationType: 'keyBased', connectionString: 'secret' }],
            },
          },
        },
      },
      only: ['properties.routing.endpoints.eventHubs'],
      back: {
        'properties.routing.endpoints.eventHubs[0].authenticationType': 'authenticationType',
        'properties.routing.endpoints.eventHubs[0].connectionString': 'connectionString',
      },
    },
    {
      title: 'endpoint of a container, by identity',
      token: 'iot/endpointStorageContainer:EndpointStorageContainer',
      type: t.iotHub,
      classic: {
        iothubId: hub,
        authenticationType: 'identityBased',
        identityId: '/id',
        endpointUri: 'https://plant',
        containerName: 'raw',
      },
      v3: {
        properties: {
          routing: {
            endpoints: {
              storageContainers: [
                {
                  authenticationType: 'identityBased',
                  identity: { userAssignedIdentity: '/id' },
                  endpointUri: 'https://plant',
                  containerName: 'raw',
                },
              ],
            },
          },
        },
      },
      only: ['properties.routing.endpoints.storageContainers'],
    },
    {
      title: 'endpoint of a Cosmos container',
      token: 'iot/endpointCosmosdbAccount:EndpointCosmosdbAccount',
      type: t.iotHub,
      classic: { primaryKey: UNKNOWN, databaseName: 'd' },
      v3: {
        properties: {
          routing: { endpoints: { cosmosDBSqlContainers: [{ primaryKey: UNKNOWN, databaseName: 'd' }] } },
        },
      },
      only: ['properties.routing.endpoints.cosmosDBSqlContainers'],
    },
    {
      title: 'endpoints of a queue',
      token: 'iot/endpointServicebusQueue:EndpointServicebusQueue',
      type: t.iotHub,
      classic: { entityPath: 'commands' },
      v3: { properties: { routing: { endpoints: { serviceBusQueues: [{ entityPath: 'commands' }] } } } },
      only: ['properties.routing.endpoints.serviceBusQueues'],
    },
    {
      title: 'route',
      token: 'iot/route:Route',
      type: t.iotHub,
      classic: { name: 'r', iothubName: 'hub', endpointNames: 'events', enabled: false },
      v3: {
        resourceName: 'hub',
        properties: { routing: { routes: [{ name: 'r', endpointNames: ['events'], isEnabled: false }] } },
      },
      only: ['properties.routing.routes'],
      back: { 'properties.routing.routes[0].isEnabled': 'enabled' },
    },
    {
      title: 'fallback route',
      token: 'iot/fallbackRoute:FallbackRoute',
      type: t.iotHub,
      classic: { enabled: false, endpointNames: 'events' },
      v3: { properties: { routing: { fallbackRoute: { isEnabled: false, endpointNames: ['events'] } } } },
      only: ['properties.routing.fallbackRoute'],
      back: { 'properties.routing.fallbackRoute.isEnabled': 'enabled' },
    },
    {
      title: 'enrichment',
      token: 'iot/enrichment:Enrichment',
      type: t.iotHub,
      classic: { key: 'k', value: 'v', endpointNames: ['events'] },
      v3: { properties: { routing: { enrichments: [{ key: 'k', value: 'v' }] } } },
      only: ['properties.routing.enrichments'],
      back: { 'properties.routing.enrichments[0].value': 'value' },
    },
    {
      title: 'file upload',
      token: 'iot/fileUpload:FileUpload',
      type: t.iotHub,
      classic: { iothubId: hub, connectionString: 'secret', notificationsEnabled: true },
      v3: {
        properties: {
          storageEndpoints: { $default: { authenticationType: 'keyBased', sasTtlAsIso8601: 'PT1H' } },
          enableFileUploadNotifications: true,
        },
      },
      only: ['properties.storageEndpoints', 'properties.enableFileUploadNotifications'],
      back: { 'properties.storageEndpoints.$default.authenticationType': 'authenticationType' },
    },
    {
      title: 'shared access policy',
      token: 'iot/sharedAccessPolicy:SharedAccessPolicy',
      type: t.iotHub,
      classic: {
        name: 'p',
        iothubName: 'hub',
        registryRead: true,
        registryWrite: true,
        deviceConnect: false,
      },
      v3: {
        properties: { authorizationPolicies: [{ keyName: 'p', rights: 'RegistryRead, RegistryWrite' }] },
      },
      only: ['properties.authorizationPolicies'],
      back: { 'properties.authorizationPolicies': 'properties.authorizationPolicies' },
    },
    {
      title: 'shared access policy of which a right is unknown',
      token: 'iot/sharedAccessPolicy:SharedAccessPolicy',
      type: t.iotHub,
      classic: { registryWrite: UNKNOWN, serviceConnect: true },
      v3: { properties: { authorizationPolicies: [{ rights: UNKNOWN }] } },
      only: ['properties.authorizationPolicies'],
    },
    {
      title: 'shared access policy of a provisioning service',
      token: 'iot/dpsSharedAccessPolicy:DpsSharedAccessPolicy',
      type: t.provisioningService,
      classic: { name: 'p', iothubDpsName: 'dps', serviceConfig: true, enrollmentWrite: true },
      v3: {
        provisioningServiceName: 'dps',
        properties: { authorizationPolicies: [{ keyName: 'p', rights: 'ServiceConfig, EnrollmentWrite' }] },
      },
      only: ['properties.authorizationPolicies'],
    },
  ]);
});

describe('what classes of their own set on a storage account', () => {
  itTranslates([
    {
      title: 'firewall',
      token: 'storage/accountNetworkRules:AccountNetworkRules',
      type: t.storageAccount,
      classic: {
        storageAccountId: account,
        defaultAction: 'Allow',
        ipRules: ['203.0.113.0/24'],
        privateLinkAccessRules: [{ endpointResourceId: '/endpoint', endpointTenantId: 'other' }],
      },
      v3: {
        accountName: 'plant',
        networkRuleSet: {
          defaultAction: 'Allow',
          bypass: 'AzureServices',
          ipRules: [{ iPAddressOrRange: '203.0.113.0/24' }],
          resourceAccessRules: [{ resourceId: '/endpoint', tenantId: 'other' }],
        },
      },
      only: ['networkRuleSet'],
      back: {
        'networkRuleSet.defaultAction': 'defaultAction',
        networkRuleSet: 'networkRuleSet',
        'networkRuleSet.resourceAccessRules[0].tenantId': 'privateLinkAccessRules[0].endpointTenantId',
      },
    },
    {
      title: 'key of one own',
      token: 'storage/customerManagedKey:CustomerManagedKey',
      type: t.storageAccount,
      classic: { storageAccountId: account, keyVaultKeyId: key, userAssignedIdentityId: '/id' },
      v3: {
        encryption: {
          keySource: 'Microsoft.Keyvault',
          keyVaultProperties: keyParts,
          encryptionIdentity: { encryptionUserAssignedIdentity: '/id' },
        },
      },
      only: ['encryption.keySource', 'encryption.keyVaultProperties', 'encryption.encryptionIdentity'],
    },
    {
      title: 'key of one own, by vault and name as in earlier releases',
      token: 'storage/customerManagedKey:CustomerManagedKey',
      type: t.storageAccount,
      classic: { keyVaultId: idOf('Microsoft.KeyVault/vaults/Plant'), keyName: 'data' },
      v3: {
        encryption: {
          keyVaultProperties: {
            keyName: 'data',
            keyVersion: '',
            keyVaultUri: 'https://plant.vault.azure.net/',
          },
        },
      },
      only: ['encryption.keySource', 'encryption.keyVaultProperties', 'encryption.encryptionIdentity'],
    },
    {
      title: 'settings of queues, which are a resource of their own',
      token: 'storage/accountQueueProperties:AccountQueueProperties',
      type: t.queueService,
      classic: { storageAccountId: account, corsRules: [{ allowedOrigins: ['*'] }] },
      v3: { accountName: 'plant', cors: { corsRules: [{ allowedOrigins: ['*'] }] } },
    },
    {
      title: 'settings of tables, which are a resource of their own',
      token: 'storage/accountTableProperties:AccountTableProperties',
      type: t.tableService,
      classic: { storageAccountId: account, corsRules: UNKNOWN },
      v3: { accountName: 'plant', cors: { corsRules: UNKNOWN } },
    },
    {
      title: 'website, which is a resource of its own',
      token: 'storage/accountStaticWebsite:AccountStaticWebsite',
      type: t.staticWebsite,
      classic: { storageAccountId: account, indexDocument: 'index.html' },
      v3: { accountName: 'plant', indexDocument: 'index.html' },
    },
    {
      title: 'queues and website in blocks of the account',
      token: 'storage/account:Account',
      type: t.storageAccount,
      classic: {
        name: 'plant',
        queueProperties: { corsRules: [{ allowedOrigins: ['*'] }] },
        staticWebsite: { indexDocument: 'index.html' },
      },
      v3: { accountName: 'plant' },
      parts: [
        [t.queueService, { accountName: 'plant', cors: { corsRules: [{ allowedOrigins: ['*'] }] } }],
        [t.staticWebsite, { accountName: 'plant', indexDocument: 'index.html' }],
      ],
    },
    {
      title: 'file system, which is a container',
      token: 'storage/dataLakeGen2Filesystem:DataLakeGen2Filesystem',
      type: t.blobContainer,
      classic: { name: 'lake', storageAccountId: account },
      v3: { containerName: 'lake', accountName: 'plant', publicAccess: 'None' },
    },
    {
      title: 'replication of objects',
      token: 'storage/objectReplication:ObjectReplication',
      type: t.objectReplicationPolicy,
      classic: { sourceStorageAccountId: '/other', destinationStorageAccountId: account },
      v3: { accountName: 'plant', sourceAccount: '/other', destinationAccount: account },
    },
    {
      title: 'lifecycle of blobs',
      token: 'storage/managementPolicy:ManagementPolicy',
      type: t.managementPolicy,
      classic: {
        storageAccountId: account,
        rules: [
          {
            name: 'age',
            enabled: true,
            filters: { blobTypes: ['blockBlob'] },
            actions: {
              baseBlob: {
                tierToCoolAfterDaysSinceModificationGreaterThan: 30,
                deleteAfterDaysSinceModificationGreaterThan: 365,
                deleteAfterDaysSinceCreationGreaterThan: -1,
              },
            },
          },
        ],
      },
      v3: {
        policy: {
          rules: [
            {
              name: 'age',
              enabled: true,
              definition: {
                filters: { blobTypes: ['blockBlob'] },
                actions: {
                  baseBlob: {
                    tierToCool: { daysAfterModificationGreaterThan: 30 },
                    delete: { daysAfterModificationGreaterThan: 365 },
                  },
                },
              },
            },
          ],
        },
      },
    },
    {
      title: 'local user with a password',
      token: 'storage/localUser:LocalUser',
      type: t.localUser,
      classic: {
        name: 'line',
        storageAccountId: account,
        sshPasswordEnabled: true,
        permissionScopes: [
          { resourceName: 'raw', service: 'blob', permissions: { read: true, delete: true } },
        ],
      },
      v3: {
        username: 'line',
        hasSshPassword: true,
        hasSshKey: false,
        permissionScopes: [{ resourceName: 'raw', service: 'blob', permissions: 'rd' }],
      },
    },
  ]);
});

describe('what classes of their own set on other resources', () => {
  itTranslates([
    {
      title: 'security group of a subnet',
      token: 'network/subnetNetworkSecurityGroupAssociation:SubnetNetworkSecurityGroupAssociation',
      type: t.subnet,
      classic: {
        subnetId: idOf('Microsoft.Network/virtualNetworks/net/subnets/line'),
        networkSecurityGroupId: '/nsg',
      },
      v3: { subnetName: 'line', virtualNetworkName: 'net', networkSecurityGroup: { id: '/nsg' } },
      only: ['networkSecurityGroup'],
      back: {
        'networkSecurityGroup.id': 'networkSecurityGroupId',
        networkSecurityGroup: 'networkSecurityGroupId',
      },
    },
    {
      title: 'security group of a network card',
      token: 'network/networkInterfaceSecurityGroupAssociation:NetworkInterfaceSecurityGroupAssociation',
      type: t.networkInterface,
      classic: { networkInterfaceId: UNKNOWN, networkSecurityGroupId: UNKNOWN },
      v3: { networkInterfaceName: UNKNOWN, networkSecurityGroup: { id: UNKNOWN } },
      only: ['networkSecurityGroup'],
    },
    {
      title: 'firewall of an IoT Central application',
      token: 'iotcentral/applicationNetworkRuleSet:ApplicationNetworkRuleSet',
      type: t.iotCentralApp,
      classic: {
        iotcentralApplicationId: idOf('Microsoft.IoTCentral/iotApps/app'),
        ipRules: [{ name: 'all', ipMask: '0.0.0.0/0' }],
      },
      v3: {
        resourceName: 'app',
        networkRuleSets: {
          applyToDevices: true,
          defaultAction: 'Deny',
          ipRules: [{ filterName: 'all', ipMask: '0.0.0.0/0' }],
        },
      },
      only: ['networkRuleSets'],
    },
    {
      title: 'key of a Data Explorer cluster',
      token: 'kusto/clusterCustomerManagedKey:ClusterCustomerManagedKey',
      type: t.kustoCluster,
      classic: {
        clusterId: idOf('Microsoft.Kusto/clusters/adx'),
        keyVaultId: idOf('Microsoft.KeyVault/vaults/plant'),
        keyName: 'data',
      },
      v3: {
        clusterName: 'adx',
        keyVaultProperties: { keyName: 'data', keyVaultUri: 'https://plant.vault.azure.net/' },
      },
      only: ['keyVaultProperties'],
    },
    {
      title: 'key of a cluster for logs',
      token: 'loganalytics/clusterCustomerManagedKey:ClusterCustomerManagedKey',
      type: t.logCluster,
      classic: { keyVaultKeyId: key },
      v3: { keyVaultProperties: keyParts },
      only: ['keyVaultProperties'],
    },
    {
      title: 'account of a Stream Analytics job',
      token: 'streamanalytics/jobStorageAccount:JobStorageAccount',
      type: t.streamingJob,
      classic: { streamAnalyticsJobId: '/job', storageAccountName: 'plant', authenticationMode: 'Msi' },
      v3: { jobStorageAccount: { accountName: 'plant', authenticationMode: 'Msi' } },
      only: ['jobStorageAccount'],
    },
    {
      title: 'network of an app',
      token: 'appservice/virtualNetworkSwiftConnection:VirtualNetworkSwiftConnection',
      type: t.webApp,
      classic: { appServiceId: idOf('Microsoft.Web/sites/app'), subnetId: '/subnet' },
      v3: { name: 'app', virtualNetworkSubnetId: '/subnet' },
      only: ['virtualNetworkSubnetId'],
    },
    {
      title: 'network of a slot',
      token: 'appservice/slotVirtualNetworkSwiftConnection:SlotVirtualNetworkSwiftConnection',
      type: t.webAppSlot,
      classic: { appServiceId: idOf('Microsoft.Web/sites/app'), slotName: 'test', subnetId: '/subnet' },
      v3: { name: 'app', slot: 'test', virtualNetworkSubnetId: '/subnet' },
      only: ['virtualNetworkSubnetId'],
    },
  ]);

  it('leaves the security group of a subnet to them, and says so', () => {
    const subnet = registered('azure:network/subnet:Subnet', { name: 'line' });
    const { resources, notEvaluated } = normalise(subnet);
    expect(resources[0]?.elsewhere).toEqual(['networkSecurityGroup']);
    expect(notEvaluated).toEqual([
      {
        resource: subnet.urn,
        why: 'its `networkSecurityGroup` is set by another resource and is judged there',
      },
    ]);
  });

  it('knows what each property of them was computed from', () => {
    const [policy] = normalise(
      registered(
        'azure:iot/sharedAccessPolicy:SharedAccessPolicy',
        { name: 'p', iothubName: UNKNOWN },
        { propertyDependencies: { name: ['urn:a'], iothubName: ['urn:hub'] } },
      ),
    ).resources;
    expect(policy?.propertyDependencies).toEqual({ properties: ['urn:a'], resourceName: ['urn:hub'] });
  });
});
