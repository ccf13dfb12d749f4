import type * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { KeyVault } from './key-vault';
import { ManagedHsm } from './managed-hsm';
import { LogWorkspace } from './monitoring';
import { type LogicalNames, logicalNames, type PhysicalNames, physicalNames } from './naming';
import { Network } from './network';
import type { Plane } from './plane';
import { PrivateDns, type PrivateLinkZone } from './private-dns';
import { EnvironmentGroup } from './resource-group';

/** Zone and port of each database; the ports of the others are open for everything. */
const databases: Readonly<Record<Settings['database'], { zone: PrivateLinkZone; ports: readonly string[] }>> =
  {
    cosmos: { zone: 'cosmos', ports: [] },
    postgresql: { zone: 'postgresql', ports: ['5432'] },
    sql: { zone: 'sql', ports: ['1433'] },
    'data-explorer': { zone: 'dataExplorer', ports: [] },
  };

/** Zones of the services that the settings ask for. */
function zonesFor(settings: Settings): readonly PrivateLinkZone[] {
  const { zone } = databases[settings.database];
  const more: readonly (readonly [boolean, readonly PrivateLinkZone[]])[] = [
    [settings.keyStore === 'managed-hsm', ['managedHsm']],
    [settings.ingest, ['queue', 'table', 'apps']],
    [settings.edgeRegistry, ['registry']],
    [settings.deviceUpdate, ['deviceUpdate']],
  ];
  const wanted = more.filter(([isWanted]) => isWanted).flatMap(([, zones]) => zones);
  return ['iotHub', 'eventHubs', 'provisioning', 'blob', 'vault', zone, ...wanted];
}

/** What every other part of the platform stands on. */
export interface Foundation extends LogicalNames {
  readonly names: PhysicalNames;
  readonly resourceGroupId: pulumi.Output<string>;
  readonly placement: {
    readonly resourceGroupName: pulumi.Output<string>;
    readonly location: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly network: Network;
  readonly dns: PrivateDns<PrivateLinkZone>;
  readonly logs: LogWorkspace;
  readonly vault: KeyVault;
  /** Holds the keys instead of the vault, where it is wanted. */
  readonly hsm: ManagedHsm | undefined;
  /** How network, vault and HSM are reached, watched and kept. */
  readonly plane: Plane;
  /** Options of every component: which platform it belongs to. */
  readonly inside: pulumi.ComponentResourceOptions;
  /** Options of a component that holds data, keys or device identities; its children inherit the protection. */
  readonly precious: pulumi.ComponentResourceOptions;
}

/** Which platform is built. */
export interface Platform {
  /** Start of all logical names. */
  readonly name: string;
  /** Name of the environment, for tags and the resource group. */
  readonly environment: string;
  /** Component that everything belongs to. */
  readonly parent: pulumi.Resource;
}

/** Builds the resource group and its alerts, the network with its private DNS, the log workspace and the vault. */
export function buildFoundation({ name, environment, parent }: Platform, settings: Settings): Foundation {
  const names = physicalNames(settings.namePrefix);
  const { named, compact } = logicalNames(name);
  const inside = { parent };
  const precious = { parent, protect: settings.protectData };
  const location = settings.region;
  const { resourceGroupId, resourceGroupName, tags } = new EnvironmentGroup(
    named(environment),
    {
      location,
      environment,
      owner: settings.owner,
      tags: settings.tags,
      resourceGroupName: names.resourceGroup,
    },
    inside,
  );
  const placement = { resourceGroupName, location, tags };

  const network = new Network(
    named('network'),
    {
      ...placement,
      addressSpace: settings.addressSpace,
      plantAddressRanges: settings.plantAddressRanges,
      apps: settings.ingest,
      servicePorts: databases[settings.database].ports,
    },
    inside,
  );
  const { virtualNetworkId } = network;
  const zones = zonesFor(settings);
  const dns = new PrivateDns(
    named('dns'),
    { resourceGroupName, tags, virtualNetworkId, zones, region: location },
    inside,
  );
  const logs = new LogWorkspace(
    named('logs'),
    { ...placement, workspaceName: names.workspace, retentionInDays: settings.logRetentionDays },
    precious,
  );
  const vault = new KeyVault(named('kv'), { ...placement, vaultName: names.vault }, precious);
  const hsm =
    settings.keyStore === 'managed-hsm'
      ? new ManagedHsm(
          named('hsm'),
          { ...placement, hsmName: names.managedHsm, administrators: settings.managedHsmAdministrators },
          precious,
        )
      : undefined;
  const plane = foundationPlane(network, logs, vault, hsm);
  return {
    named,
    compact,
    names,
    resourceGroupId,
    placement,
    network,
    dns,
    logs,
    vault,
    hsm,
    plane,
    inside,
    precious,
  };
}

function foundationPlane(
  { virtualNetworkId, securityGroupIds }: Network,
  logs: LogWorkspace,
  vault: KeyVault,
  hsm: ManagedHsm | undefined,
): Plane {
  const groups = Object.entries(securityGroupIds).map(([subnet, resourceId]) => [
    subnet,
    { resourceId, logs: 'none' } as const,
  ]);
  return {
    connections: {
      vault: { groupId: 'vault', targetId: vault.vaultId, zones: ['vault'] },
      ...(hsm ? { hsm: { groupId: 'managedhsm', targetId: hsm.hsmId, zones: ['managedHsm'] } } : {}),
    },
    assets: {
      vault: { resourceId: vault.vaultId, logs: 'AllMetrics', keep: true },
      ...(hsm ? { hsm: { resourceId: hsm.hsmId, logs: 'AllMetrics', keep: true } } : {}),
      ...Object.fromEntries(groups),
      network: { resourceId: virtualNetworkId, logs: 'AllMetrics' },
      // Who has read the logs is worth a log as well.
      logs: { resourceId: logs.workspaceId, logs: 'AllMetrics', keep: true },
    },
  };
}
