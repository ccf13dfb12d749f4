import type { Rule } from '../rule/rule';
import * as activityLog from './activity-log';
import * as cosmos from './cosmos';
import * as customRoles from './custom-roles';
import * as defender from './defender';
import * as deployments from './deployments';
import * as diagnosticSettings from './diagnostic-settings';
import * as escapes from './escapes';
import * as flowLogs from './flow-logs';
import * as iotHub from './iot-hub';
import * as iotHubCertificates from './iot-hub-certificates';
import * as keyVault from './key-vault';
import * as keyVaultKeys from './key-vault-keys';
import * as managedHsm from './managed-hsm';
import * as monitoring from './monitoring';
import * as network from './network';
import * as networkExposure from './network-exposure';
import * as networkTraffic from './network-traffic';
import * as privateDns from './private-dns';
import * as provisioning from './provisioning';
import * as roleAssignments from './role-assignments';
import * as storage from './storage';
import * as storageServices from './storage-services';
import * as subnets from './subnets';

/** All rules, in the order in which they are listed everywhere. Every export of a rules file is one rule. */
export const catalogue: readonly Rule[] = [
  iotHub,
  iotHubCertificates,
  provisioning,
  storage,
  storageServices,
  cosmos,
  keyVault,
  keyVaultKeys,
  managedHsm,
  network,
  networkTraffic,
  subnets,
  networkExposure,
  privateDns,
  flowLogs,
  diagnosticSettings,
  monitoring,
  activityLog,
  defender,
  roleAssignments,
  customRoles,
  deployments,
  escapes,
].flatMap((service) => Object.values<Rule>(service));

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
