import * as security from '@pulumi/azure-native/security';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

export interface ThreatDetectionArgs extends Placement {
  /** Log Analytics workspace that receives what Defender for IoT finds. */
  readonly workspaceId: ResourceId;
  /** IoT hubs to watch. */
  readonly hubIds: readonly ResourceId[];
  /** Storage accounts to watch, by a name for each. */
  readonly storageAccountIds: Readonly<Record<string, ResourceId>>;
  /** Cosmos DB accounts to watch, by a name for each. */
  readonly cosmosAccountIds: Readonly<Record<string, ResourceId>>;
}

/**
 * Microsoft Defender for single resources: it knows how each is used and raises an alert when that changes, such as a
 * device that suddenly fails to log in or somebody who reads the whole archive. It is billed by device, account and
 * throughput, for the resources named here only; plans for a whole subscription are its owner's decision and go before.
 *
 * Left out: scanning blobs for malware. It is paid by the gigabyte, and here only the hub writes blobs.
 *
 * Microsoft.Security, API 2019-08-01 (hubs), 2024-10-01-preview (storage), 2019-01-01 (Cosmos DB): nothing is watched
 * unless written.
 */
export class ThreatDetection extends pulumi.ComponentResource {
  constructor(name: string, args: ThreatDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ThreatDetection', name, {}, opts);
    const { resourceGroupName, location, tags, workspaceId } = args;
    if (args.hubIds.length > 0) {
      new security.IotSecuritySolution(
        name,
        {
          resourceGroupName,
          location,
          tags,
          displayName: name,
          status: 'Enabled',
          iotHubs: [...args.hubIds],
          workspace: workspaceId,
          // What an alert was raised on, for whoever has to look into it.
          export: ['RawEvents'],
          // Whole addresses can tell where a person works; the alerts do without.
          unmaskedIpLoggingStatus: 'Disabled',
        },
        { parent: this },
      );
    }
    for (const [account, resourceId] of Object.entries(args.storageAccountIds)) {
      new security.DefenderForStorage(
        `${name}-${account}`,
        {
          resourceId,
          settingName: 'current',
          properties: { isEnabled: true, sensitiveDataDiscovery: { isEnabled: true } },
        },
        { parent: this },
      );
    }
    for (const [account, resourceId] of Object.entries(args.cosmosAccountIds)) {
      new security.AdvancedThreatProtection(
        `${name}-${account}`,
        { resourceId, settingName: 'current', isEnabled: true },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
