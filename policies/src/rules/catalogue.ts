import type { Rule } from '../rule/rule';
import * as cosmos from './cosmos';
import * as cosmosAccess from './cosmos-access';
import * as cosmosData from './cosmos-data';
import * as disks from './disks';
import * as iotHub from './iot-hub';
import * as iotHubCertificates from './iot-hub-certificates';
import * as keyVault from './key-vault';
import * as keyVaultKeys from './key-vault-keys';
import * as managedHsm from './managed-hsm';
import * as mongoCluster from './mongo-cluster';
import * as network from './network';
import * as provisioning from './provisioning';
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
import * as virtualMachines from './virtual-machines';

/** All rules, in the order in which they are listed everywhere. Every export of a rules file is one rule. */
export const catalogue: readonly Rule[] = [
  iotHub,
  iotHubCertificates,
  provisioning,
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
  cosmosAccess,
  cosmosData,
  mongoCluster,
  keyVault,
  keyVaultKeys,
  managedHsm,
  network,
  disks,
  virtualMachines,
].flatMap((service) => Object.values<Rule>(service));

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
