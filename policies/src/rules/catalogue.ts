import type { Rule } from '../rule/rule';
import * as cosmos from './cosmos';
import * as eventGrid from './event-grid';
import * as eventGridSubscriptions from './event-grid-subscriptions';
import * as eventHubs from './event-hubs';
import * as iotHub from './iot-hub';
import * as iotHubCertificates from './iot-hub-certificates';
import * as keyVault from './key-vault';
import * as keyVaultKeys from './key-vault-keys';
import * as managedHsm from './managed-hsm';
import * as mqttBroker from './mqtt-broker';
import * as network from './network';
import * as provisioning from './provisioning';
import * as redis from './redis';
import * as redisEnterprise from './redis-enterprise';
import * as serviceBus from './service-bus';
import * as storage from './storage';
import * as storageServices from './storage-services';

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
  eventHubs,
  serviceBus,
  eventGrid,
  eventGridSubscriptions,
  mqttBroker,
  redis,
  redisEnterprise,
].flatMap((service) => Object.values<Rule>(service));

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule with this id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
