import type { Rule } from '../rule/rule';
import * as cosmos from './cosmos';
import * as deviceRegistry from './device-registry';
import * as deviceUpdate from './device-update';
import * as digitalTwins from './digital-twins';
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
import * as managedHsm from './managed-hsm';
import * as network from './network';
import * as provisioning from './provisioning';
import * as provisioningAccess from './provisioning-access';
import * as storage from './storage';
import * as storageServices from './storage-services';
import * as streamAnalytics from './stream-analytics';

/** All rules, in the order in which they are listed everywhere. Every export of a rules file is one rule. */
export const catalogue: readonly Rule[] = [
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
  cosmos,
  keyVault,
  keyVaultAccess,
  keyVaultKeys,
  keyVaultLifetimes,
  managedHsm,
  streamAnalytics,
  digitalTwins,
  network,
].flatMap((service) => Object.values<Rule>(service));

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
