import { describe } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates } from './classic-table';

describe('Data Explorer of the classic provider', () => {
  itTranslates([
    {
      title: 'cluster with nothing but what is required',
      token: 'kusto/cluster:Cluster',
      type: t.kustoCluster,
      classic: { name: 'adx', sku: { name: 'Dev(No SLA)_Standard_D11_v2' } },
      v3: {
        clusterName: 'adx',
        sku: { tier: 'Basic' },
        enableDiskEncryption: false,
        enableDoubleEncryption: false,
        enablePurge: false,
        publicNetworkAccess: 'Enabled',
        restrictOutboundNetworkAccess: 'Disabled',
      },
      back: {
        enableDiskEncryption: 'diskEncryptionEnabled',
        restrictOutboundNetworkAccess: 'outboundNetworkAccessRestricted',
        'trustedExternalTenants[0].value': 'trustedExternalTenants',
      },
    },
    {
      title: 'cluster, closed, with a name of earlier releases',
      token: 'kusto/cluster:Cluster',
      type: t.kustoCluster,
      classic: {
        sku: { name: 'Standard_E2a_v4', capacity: 2 },
        enableDiskEncryption: true,
        publicNetworkAccessEnabled: false,
        outboundNetworkAccessRestricted: true,
        allowedFqdns: ['plant.example'],
        trustedExternalTenants: ['MyTenantOnly'],
      },
      v3: {
        sku: { tier: 'Standard', capacity: 2 },
        enableDiskEncryption: true,
        publicNetworkAccess: 'Disabled',
        restrictOutboundNetworkAccess: 'Enabled',
        allowedFqdnList: ['plant.example'],
        trustedExternalTenants: [],
      },
      back: { enableDiskEncryption: 'enableDiskEncryption' },
    },
    {
      title: 'cluster that trusts everybody',
      token: 'kusto/cluster:Cluster',
      type: t.kustoCluster,
      classic: { trustedExternalTenants: ['*', UNKNOWN] },
      v3: { trustedExternalTenants: [{ value: '*' }, { value: UNKNOWN }] },
    },
    {
      title: 'assignment on a cluster',
      token: 'kusto/clusterPrincipalAssignment:ClusterPrincipalAssignment',
      type: t.kustoClusterAssignment,
      classic: { name: 'a', clusterName: 'adx', role: 'AllDatabasesAdmin', tenantId: 't' },
      v3: { principalAssignmentName: 'a', clusterName: 'adx', role: 'AllDatabasesAdmin', tenantId: 't' },
    },
    {
      title: 'connection to an IoT hub',
      token: 'kusto/iotHubDataConnection:IotHubDataConnection',
      type: t.kustoDataConnection,
      classic: { name: 'c', sharedAccessPolicyName: 'iothubowner', iothubId: '/hub' },
      v3: {
        kind: 'IotHub',
        dataConnectionName: 'c',
        sharedAccessPolicyName: 'iothubowner',
        iotHubResourceId: '/hub',
      },
    },
    {
      title: 'connection to an event hub',
      token: 'kusto/eventhubDataConnection:EventhubDataConnection',
      type: t.kustoDataConnection,
      classic: { eventhubId: '/eventhub', identityId: '/id' },
      v3: { kind: 'EventHub', eventHubResourceId: '/eventhub', managedIdentityResourceId: '/id' },
      back: { managedIdentityResourceId: 'identityId' },
    },
    {
      title: 'connection to a Cosmos container',
      token: 'kusto/cosmosdbDataConnection:CosmosdbDataConnection',
      type: t.kustoDataConnection,
      classic: {
        kustoDatabaseId: idOf('Microsoft.Kusto/clusters/adx/databases/d'),
        managedIdentityId: '/id',
      },
      v3: { clusterName: 'adx', databaseName: 'd', managedIdentityResourceId: '/id' },
    },
  ]);
});

describe('Stream Analytics of the classic provider', () => {
  itTranslates([
    {
      title: 'job',
      token: 'streamanalytics/job:Job',
      type: t.streamingJob,
      classic: { name: 'j', jobStorageAccounts: [{ accountName: 'plant', accountKey: 'secret' }] },
      v3: {
        jobName: 'j',
        contentStoragePolicy: 'SystemAccount',
        jobStorageAccount: { accountName: 'plant', authenticationMode: 'ConnectionString' },
      },
      back: { 'jobStorageAccount.authenticationMode': 'jobStorageAccounts.authenticationMode' },
    },
    {
      title: 'input of an IoT hub',
      token: 'streamanalytics/streamInputIotHub:StreamInputIotHub',
      type: t.streamInput,
      classic: { name: 'i', streamAnalyticsJobName: 'j', sharedAccessPolicyName: 'iothubowner' },
      v3: {
        inputName: 'i',
        jobName: 'j',
        properties: {
          type: 'Stream',
          datasource: { type: 'Microsoft.Devices/IotHubs', sharedAccessPolicyName: 'iothubowner' },
        },
      },
      back: { 'properties.datasource.sharedAccessPolicyName': 'sharedAccessPolicyName' },
    },
    {
      title: 'input of an event hub, by identity',
      token: 'streamanalytics/streamInputEventHubV2:StreamInputEventHubV2',
      type: t.streamInput,
      classic: {
        streamAnalyticsJobId: idOf('Microsoft.StreamAnalytics/streamingJobs/j'),
        authenticationMode: 'Msi',
      },
      v3: { jobName: 'j', properties: { datasource: { authenticationMode: 'Msi' } } },
    },
    {
      title: 'output to a container, by key',
      token: 'streamanalytics/outputBlob:OutputBlob',
      type: t.streamOutput,
      classic: { storageAccountName: 'plant', storageAccountKey: UNKNOWN },
      v3: {
        datasource: {
          type: 'Microsoft.Storage/Blob',
          authenticationMode: 'ConnectionString',
          storageAccounts: [{ accountName: 'plant', accountKey: UNKNOWN }],
        },
      },
      back: { 'datasource.storageAccounts[0].accountKey': 'storageAccountKey' },
    },
    {
      title: 'output to a database, by password',
      token: 'streamanalytics/outputMssql:OutputMssql',
      type: t.streamOutput,
      classic: { server: 's', user: 'u', password: 'secret' },
      v3: { datasource: { user: 'u', password: 'secret', authenticationMode: 'ConnectionString' } },
    },
  ]);
});

describe('Digital Twins of the classic provider', () => {
  const twins = idOf('Microsoft.DigitalTwins/digitalTwinsInstances/adt');
  itTranslates([
    {
      title: 'instance',
      token: 'digitaltwins/instance:Instance',
      type: t.digitalTwins,
      classic: { name: 'adt', identity: { type: 'SystemAssigned' } },
      v3: { resourceName: 'adt', identity: { type: 'SystemAssigned' } },
    },
    {
      title: 'endpoint, which knows keys only',
      token: 'digitaltwins/endpointEventHub:EndpointEventHub',
      type: t.digitalTwinsEndpoint,
      classic: { name: 'e', digitalTwinsId: twins, eventhubPrimaryConnectionString: 'secret' },
      v3: {
        resourceName: 'adt',
        endpointName: 'e',
        properties: {
          endpointType: 'EventHub',
          authenticationType: 'KeyBased',
          connectionStringPrimaryKey: 'secret',
        },
      },
    },
  ]);
});
