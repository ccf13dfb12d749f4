import * as network from '@pulumi/azure-native/network';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

/** The one Network Watcher of a region, which Azure makes with the first network there. */
export interface NetworkWatcher {
  readonly name: string;
  readonly resourceGroupName: string;
}

export interface NetworkFlowLogArgs {
  /** Network Watcher of the network's region; usually `NetworkWatcher_<region>` in `NetworkWatcherRG`. */
  readonly networkWatcher: NetworkWatcher;
  /** Region of the network, by its short name. */
  readonly location: pulumi.Input<string>;
  /** Virtual network to record. */
  readonly virtualNetworkId: ResourceId;
  /** Storage account that receives the records, in the same region. */
  readonly storageAccountId: ResourceId;
  /** Identity that may write blobs there; must have that role already, as a `ServiceIdentity`'s id implies. */
  readonly identityId: ResourceId;
  /** Log Analytics workspace in which the traffic is analysed. */
  readonly workspaceId: ResourceId;
  /** Days records are kept. Default: 90. */
  readonly retentionDays?: number | undefined;
  /** Tags of the flow log. */
  readonly tags?: pulumi.Input<Record<string, string>> | undefined;
}

/**
 * Records which address talked to which in a whole virtual network, allowed or refused, and analyses it every ten
 * minutes. It is billed by the gigabyte, twice: for the records and for their analysis.
 *
 * Microsoft.Network, API 2024-05-01; learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview; writing under an
 * identity: learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
 */
export class NetworkFlowLog extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkFlowLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:NetworkFlowLog', name, {}, opts);
    const { location } = args;
    new network.FlowLog(
      name,
      {
        resourceGroupName: args.networkWatcher.resourceGroupName,
        networkWatcherName: args.networkWatcher.name,
        location,
        tags: args.tags,
        enabled: true,
        targetResourceId: args.virtualNetworkId,
        storageId: args.storageAccountId,
        identity: { type: 'UserAssigned', userAssignedIdentities: [args.identityId] },
        format: { type: 'JSON', version: 2 },
        retentionPolicy: { enabled: true, days: args.retentionDays ?? 90 },
        flowAnalyticsConfiguration: {
          networkWatcherFlowAnalyticsConfiguration: {
            enabled: true,
            trafficAnalyticsInterval: 10,
            workspaceResourceId: args.workspaceId,
            workspaceRegion: location,
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
