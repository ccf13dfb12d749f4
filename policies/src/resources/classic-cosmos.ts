import type { TypeShape } from './classic';
import { eachAs, enabledOrDisabled, type Field, identity, joined, nameInId, opposite, same } from './shapes';
import { ipRules } from './shapes-versions';
import {
  cosmosAccount,
  cosmosSqlContainer,
  cosmosSqlDatabase,
  cosmosSqlRoleAssignment,
  cosmosSqlRoleDefinition,
  mongoCluster,
  mongoFirewallRule,
} from './types';
import { textOf, type Value } from './value';

// Names: sdk/nodejs/cosmosdb of pulumi/pulumi-azure v6, and v5 where `or` names one. Defaults: the schema in
// internal/services/cosmos/cosmosdb_account_resource.go of hashicorp/terraform-provider-azurerm 4.81.

/** A list of ranges; one text with commas in v5 of the provider. */
const ranges = (value: Value): Value =>
  typeof value === 'string' ? ipRules(value) : eachAs('ipAddressOrRange')(value);

const account: readonly Field[] = [
  { to: 'accountName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags', 'capabilities', 'createMode'),
  identity,
  { to: 'kind', from: 'kind', absent: 'GlobalDocumentDB' },
  { to: 'databaseAccountOfferType', from: 'offerType' },
  // `public_network_access_enabled` defaults to true.
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  { to: 'isVirtualNetworkFilterEnabled', from: 'isVirtualNetworkFilterEnabled', absent: false },
  { to: 'ipRules', from: 'ipRangeFilters', or: 'ipRangeFilter', build: ranges },
  {
    to: 'virtualNetworkRules',
    from: 'virtualNetworkRules',
    each: [
      ...same('id'),
      { to: 'ignoreMissingVNetServiceEndpoint', from: 'ignoreMissingVnetServiceEndpoint' },
    ],
  },
  {
    to: 'networkAclBypass',
    from: 'networkAclBypassForAzureServices',
    as: (value) => (textOf(value) === 'true' ? 'AzureServices' : 'None'),
    absent: 'None',
  },
  { to: 'networkAclBypassResourceIds', from: 'networkAclBypassIds' },
  // `local_authentication_enabled` and `access_key_metadata_writes_enabled` default to true.
  { to: 'disableLocalAuth', from: 'localAuthenticationEnabled', as: opposite, absent: false },
  { to: 'disableLocalAuth', from: 'localAuthenticationDisabled' },
  {
    to: 'disableKeyBasedMetadataWriteAccess',
    from: 'accessKeyMetadataWritesEnabled',
    as: opposite,
    absent: false,
  },
  { to: 'minimalTlsVersion', from: 'minimalTlsVersion', absent: 'Tls12' },
  { to: 'keyVaultKeyUri', from: 'keyVaultKeyId', or: 'managedHsmKeyId' },
  { to: 'defaultIdentity', from: 'defaultIdentityType', absent: 'FirstPartyIdentity' },
  {
    to: 'backupPolicy',
    from: 'backup',
    block: [
      ...same('type'),
      { to: 'periodicModeProperties.backupIntervalInMinutes', from: 'intervalInMinutes' },
      { to: 'periodicModeProperties.backupRetentionIntervalInHours', from: 'retentionInHours' },
      { to: 'periodicModeProperties.backupStorageRedundancy', from: 'storageRedundancy' },
      { to: 'continuousModeProperties.tier', from: 'tier' },
    ],
  },
  {
    to: 'cors',
    from: 'corsRule',
    each: [
      { to: 'allowedOrigins', from: 'allowedOrigins', as: joined(',') },
      { to: 'allowedMethods', from: 'allowedMethods', as: joined(',') },
      { to: 'allowedHeaders', from: 'allowedHeaders', as: joined(',') },
      { to: 'exposedHeaders', from: 'exposedHeaders', as: joined(',') },
      ...same('maxAgeInSeconds'),
    ],
  },
  {
    to: 'locations',
    from: 'geoLocations',
    each: [
      { to: 'locationName', from: 'location' },
      ...same('failoverPriority'),
      { to: 'isZoneRedundant', from: 'zoneRedundant', absent: false },
    ],
  },
  { to: 'consistencyPolicy.defaultConsistencyLevel', from: 'consistencyPolicy.consistencyLevel' },
  { to: 'enableFreeTier', from: 'freeTierEnabled', or: 'enableFreeTier' },
  { to: 'enableAutomaticFailover', from: 'automaticFailoverEnabled', or: 'enableAutomaticFailover' },
  {
    to: 'enableMultipleWriteLocations',
    from: 'multipleWriteLocationsEnabled',
    or: 'enableMultipleWriteLocations',
  },
];

/** The cluster for MongoDB (sdk/nodejs/mongocluster); its `public_network_access` defaults to Enabled. */
const mongo: readonly Field[] = [
  { to: 'mongoClusterName', from: 'name' },
  ...same('resourceGroupName', 'location', 'tags'),
  { to: 'properties.publicNetworkAccess', from: 'publicNetworkAccess', absent: 'Enabled' },
  { to: 'properties.administrator.userName', from: 'administratorUsername' },
  { to: 'properties.administrator.password', from: 'administratorPassword' },
  { to: 'properties.highAvailability.targetMode', from: 'highAvailabilityMode' },
  { to: 'properties.serverVersion', from: 'version' },
  { to: 'properties.createMode', from: 'createMode', absent: 'Default' },
];

export const cosmosShapes: readonly TypeShape[] = [
  [cosmosAccount, { fields: account }],
  [
    cosmosSqlDatabase,
    { fields: [...same('accountName', 'resourceGroupName'), { to: 'databaseName', from: 'name' }] },
  ],
  [
    cosmosSqlContainer,
    {
      fields: [
        ...same('accountName', 'databaseName', 'resourceGroupName'),
        { to: 'containerName', from: 'name' },
      ],
    },
  ],
  [
    cosmosSqlRoleAssignment,
    { fields: same('accountName', 'resourceGroupName', 'principalId', 'roleDefinitionId', 'scope') },
  ],
  [
    cosmosSqlRoleDefinition,
    {
      fields: [
        ...same('accountName', 'resourceGroupName', 'roleDefinitionId', 'assignableScopes', 'permissions'),
        ...same('type'),
        { to: 'roleName', from: 'name' },
      ],
    },
  ],
  [mongoCluster, { fields: mongo }],
  [
    mongoFirewallRule,
    {
      fields: [
        { to: 'firewallRuleName', from: 'name' },
        { to: 'mongoClusterName', from: 'mongoClusterId', as: nameInId },
        { to: 'properties.startIpAddress', from: 'startIpAddress' },
        { to: 'properties.endIpAddress', from: 'endIpAddress' },
      ],
    },
  ],
];
