import type { Rule } from '../rule/rule';
import * as containerRegistry from './container-registry';
import * as cosmos from './cosmos';
import * as dataExplorer from './data-explorer';
import * as dataExplorerAccess from './data-explorer-access';
import * as iotHub from './iot-hub';
import * as iotHubCertificates from './iot-hub-certificates';
import * as keyVault from './key-vault';
import * as keyVaultKeys from './key-vault-keys';
import * as kubernetes from './kubernetes';
import * as kubernetesAccess from './kubernetes-access';
import * as managedHsm from './managed-hsm';
import * as network from './network';
import * as provisioning from './provisioning';
import * as storage from './storage';
import * as storageServices from './storage-services';
import * as webAppAccess from './web-app-access';
import * as webAppNetwork from './web-app-network';
import * as webApps from './web-apps';

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
  dataExplorer,
  dataExplorerAccess,
  webApps,
  webAppNetwork,
  webAppAccess,
  containerRegistry,
  kubernetes,
  kubernetesAccess,
].flatMap((service) => Object.values<Rule>(service));

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
