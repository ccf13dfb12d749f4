import * as resources from '@pulumi/azure-native/resources';
import { batchDatabase, plantVault } from './data';
import { depotHub, ownerConnection, plantHub } from './hubs';
import { plantNetwork } from './network';
import { provisioning } from './provisioning';
import { tags } from './settings';
import { ColdStorage, firmwareStorage, reportStorage, telemetryStorage } from './storage';

const group = new resources.ResourceGroup('plant', { tags });

const { subnet } = plantNetwork(group.name);
telemetryStorage(group.name);
new ColdStorage('cold', group.name);
reportStorage(group.name);
firmwareStorage(group.name);

const hub = plantHub(group.name);
const depot = depotHub(group.name, subnet.id);
const dps = provisioning(group.name, ownerConnection(group.name, hub));
const database = batchDatabase(group.name);
const vault = plantVault(group.name);

export const hubName = hub.name;
export const depotHubName = depot.name;
export const idScope = dps.properties.apply((properties) => properties.idScope);
export const databaseEndpoint = database.documentEndpoint;
export const vaultUri = vault.properties.apply((properties) => properties.vaultUri);
