import * as privatedns from '@pulumi/azure-native/privatedns';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

/**
 * Zones in which private endpoints publish their addresses, in Azure's public cloud. An IoT hub needs `iotHub` and
 * `eventHubs`, the second for its built-in Event Hubs endpoint.
 *
 * `{region}` stands for the region of the service; only some have one in their names.
 *
 * learn.microsoft.com/azure/private-link/private-endpoint-dns
 */
export const privateLinkZones = {
  iotHub: 'privatelink.azure-devices.net',
  eventHubs: 'privatelink.servicebus.windows.net',
  provisioning: 'privatelink.azure-devices-provisioning.net',
  blob: 'privatelink.blob.core.windows.net',
  dfs: 'privatelink.dfs.core.windows.net',
  queue: 'privatelink.queue.core.windows.net',
  table: 'privatelink.table.core.windows.net',
  file: 'privatelink.file.core.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
  managedHsm: 'privatelink.managedhsm.azure.net',
  cosmos: 'privatelink.documents.azure.com',
  postgresql: 'privatelink.postgres.database.azure.com',
  sql: 'privatelink.database.windows.net',
  dataExplorer: 'privatelink.{region}.kusto.windows.net',
  registry: 'privatelink.azurecr.io',
  apps: 'privatelink.azurewebsites.net',
  deviceUpdate: 'privatelink.api.adu.microsoft.com',
} as const;

/** Name of a zone of `privateLinkZones`. */
export type PrivateLinkZone = keyof typeof privateLinkZones;

export interface PrivateDnsArgs<Zone extends PrivateLinkZone> extends Omit<Placement, 'location'> {
  /** Virtual network that resolves names through the zones. */
  readonly virtualNetworkId: ResourceId;
  /** Zones to create: those of the services that get a private endpoint. */
  readonly zones: readonly Zone[];
  /** Region of the services whose zones are named after it, by its short name. Needed with such zones only. */
  readonly region?: string | undefined;
}

/**
 * Private DNS zones linked to a virtual network. Without them clients inside the network resolve the public address of
 * a service and are refused there.
 *
 * Microsoft.Network/privateDnsZones, API 2024-06-01.
 */
export class PrivateDns<Zone extends PrivateLinkZone> extends pulumi.ComponentResource {
  readonly zoneIds: Readonly<Record<Zone, pulumi.Output<string>>>;

  constructor(name: string, args: PrivateDnsArgs<Zone>, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:PrivateDns', name, {}, opts);
    const { resourceGroupName, tags } = args;
    const zoneIds = args.zones.map((key) => {
      const privateZoneName = zoneName(key, args.region);
      const zone = new privatedns.PrivateZone(
        `${name}-${key}`,
        // Zones and their links live in no region.
        { resourceGroupName, location: 'global', tags, privateZoneName },
        { parent: this },
      );
      new privatedns.VirtualNetworkLink(
        `${name}-${key}`,
        {
          resourceGroupName,
          location: 'global',
          tags,
          // The name as it is written, not as the zone answers it: a preview can then judge the link.
          privateZoneName,
          virtualNetworkLinkName: 'network',
          virtualNetwork: { id: args.virtualNetworkId },
          // Machines must not be able to claim a service's name by calling themselves so.
          registrationEnabled: false,
        },
        { parent: this, dependsOn: zone },
      );
      return [key, zone.id] as const;
    });
    this.zoneIds = Object.fromEntries(zoneIds) as Record<Zone, pulumi.Output<string>>;
    this.registerOutputs({ zoneIds: this.zoneIds });
  }
}

function zoneName(zone: PrivateLinkZone, region: string | undefined): string {
  const name: string = privateLinkZones[zone];
  if (name.includes('{region}') && !region) {
    throw new pulumi.RunError(
      `zones of private DNS: ${zone} is named after a region; argument region is missing`,
    );
  }
  return name.replace('{region}', region ?? '');
}
