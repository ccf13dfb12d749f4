import { guardedPaths } from '../rule/guarded-paths';
import type { Rule } from '../rule/rule';
import * as activityLog from './activity-log';
import * as alertRules from './alert-rules';
import * as backupVaults from './backup-vaults';
import * as containerRegistry from './container-registry';
import * as cosmos from './cosmos';
import * as cosmosAccess from './cosmos-access';
import * as cosmosData from './cosmos-data';
import * as customRoles from './custom-roles';
import * as dataExplorer from './data-explorer';
import * as dataExplorerAccess from './data-explorer-access';
import * as defender from './defender';
import * as deployments from './deployments';
import * as deviceRegistry from './device-registry';
import * as deviceUpdate from './device-update';
import * as diagnosticSettings from './diagnostic-settings';
import * as digitalTwins from './digital-twins';
import * as disks from './disks';
import * as escapes from './escapes';
import * as eventGrid from './event-grid';
import * as eventGridSubscriptions from './event-grid-subscriptions';
import * as eventHubs from './event-hubs';
import * as flowLogs from './flow-logs';
import * as iotCentral from './iot-central';
import * as iotHub from './iot-hub';
import * as iotHubAccess from './iot-hub-access';
import * as iotHubCertificates from './iot-hub-certificates';
import * as iotHubRouting from './iot-hub-routing';
import * as iotOperations from './iot-operations';
import * as keyVault from './key-vault';
import * as keyVaultAccess from './key-vault-access';
import * as keyVaultKeys from './key-vault-keys';
import * as keyVaultLifetimes from './key-vault-lifetimes';
import * as kubernetes from './kubernetes';
import * as kubernetesAccess from './kubernetes-access';
import * as managedHsm from './managed-hsm';
import * as mongoCluster from './mongo-cluster';
import * as monitoring from './monitoring';
import * as mqttBroker from './mqtt-broker';
import * as mysql from './mysql';
import * as network from './network';
import * as networkExposure from './network-exposure';
import * as networkTraffic from './network-traffic';
import * as postgresql from './postgresql';
import * as postgresqlSettings from './postgresql-settings';
import * as privateDns from './private-dns';
import * as provisioning from './provisioning';
import * as provisioningAccess from './provisioning-access';
import * as pulumi from './pulumi';
import { ignoredChangesRule, plainSecretsRule, stackOutputs } from './pulumi-secrets';
import * as redis from './redis';
import * as redisEnterprise from './redis-enterprise';
import * as roleAssignments from './role-assignments';
import * as serviceBus from './service-bus';
import * as sql from './sql';
import * as sqlAuditing from './sql-auditing';
import * as sqlDatabases from './sql-databases';
import * as sqlManagedInstance from './sql-managed-instance';
import * as sqlNetwork from './sql-network';
import * as sqlThreats from './sql-threats';
import * as storage from './storage';
import * as storageAccess from './storage-access';
import * as storageCopies from './storage-copies';
import * as storageDataProtection from './storage-data-protection';
import * as storageDefender from './storage-defender';
import * as storageImmutability from './storage-immutability';
import * as storageLifecycle from './storage-lifecycle';
import * as storageLocalUsers from './storage-local-users';
import * as storageServices from './storage-services';
import * as storageSharing from './storage-sharing';
import * as streamAnalytics from './stream-analytics';
import * as subnets from './subnets';
import * as virtualMachines from './virtual-machines';
import * as webAppAccess from './web-app-access';
import * as webAppNetwork from './web-app-network';
import * as webApps from './web-apps';

/** The rules on services. Every export of a rules file is one rule. */
const services: readonly Rule[] = [
  iotHub,
  iotHubAccess,
  iotHubRouting,
  iotHubCertificates,
  provisioning,
  provisioningAccess,
  deviceUpdate,
  iotCentral,
  deviceRegistry,
  iotOperations,
  storage,
  storageServices,
  storageAccess,
  storageLocalUsers,
  storageSharing,
  storageCopies,
  storageDataProtection,
  storageImmutability,
  storageLifecycle,
  storageDefender,
  cosmos,
  sql,
  sqlNetwork,
  sqlAuditing,
  sqlThreats,
  sqlDatabases,
  sqlManagedInstance,
  postgresql,
  postgresqlSettings,
  mysql,
  cosmosAccess,
  cosmosData,
  mongoCluster,
  keyVault,
  keyVaultAccess,
  keyVaultKeys,
  keyVaultLifetimes,
  managedHsm,
  streamAnalytics,
  digitalTwins,
  network,
  dataExplorer,
  dataExplorerAccess,
  webApps,
  webAppNetwork,
  webAppAccess,
  containerRegistry,
  kubernetes,
  kubernetesAccess,
  eventHubs,
  serviceBus,
  eventGrid,
  eventGridSubscriptions,
  mqttBroker,
  redis,
  redisEnterprise,
  disks,
  virtualMachines,
  networkTraffic,
  subnets,
  networkExposure,
  privateDns,
  flowLogs,
  diagnosticSettings,
  monitoring,
  activityLog,
  alertRules,
  backupVaults,
  defender,
  roleAssignments,
  customRoles,
  deployments,
  escapes,
].flatMap((service) => Object.values<Rule>(service));

const guarded = guardedPaths(services);

/** All rules, in the order in which they are listed everywhere. */
export const catalogue: readonly Rule[] = [
  ...services,
  ...Object.values<Rule>(pulumi),
  plainSecretsRule(guarded),
  stackOutputs,
  ignoredChangesRule(guarded),
];

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
