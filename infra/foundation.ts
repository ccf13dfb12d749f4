import type * as pulumi from '@pulumi/pulumi';
import type { Settings } from './config';
import { KeyVault } from './key-vault';
import { LogWorkspace } from './monitoring';
import { type LogicalNames, logicalNames, type PhysicalNames, physicalNames } from './naming';
import { Network } from './network';
import { PrivateDns } from './private-dns';
import { EnvironmentGroup } from './resource-group';

const zones = ['iotHub', 'eventHubs', 'provisioning', 'blob', 'vault', 'cosmos'] as const;

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
  readonly dns: PrivateDns<(typeof zones)[number]>;
  readonly logs: LogWorkspace;
  readonly vault: KeyVault;
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
    },
    inside,
  );
  const { virtualNetworkId } = network;
  const dns = new PrivateDns(named('dns'), { resourceGroupName, tags, virtualNetworkId, zones }, inside);
  const logs = new LogWorkspace(
    named('logs'),
    { ...placement, workspaceName: names.workspace, retentionInDays: settings.logRetentionDays },
    precious,
  );
  const vault = new KeyVault(named('kv'), { ...placement, vaultName: names.vault }, precious);
  return { named, compact, names, resourceGroupId, placement, network, dns, logs, vault, inside, precious };
}
