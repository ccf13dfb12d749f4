import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';

export interface TelemetryArchiveArgs {
  /** Resource group of the storage account. */
  readonly resourceGroupName: pulumi.Input<string>;
  /** Storage account that receives the container. */
  readonly accountName: pulumi.Input<string>;
  /** Name of the container. Default: `telemetry`. */
  readonly containerName?: string | undefined;
  /** Days during which nobody can change or delete a blob. */
  readonly immutableDays: number;
  /** Days after which a blob moves to the cool tier. */
  readonly coolAfterDays: number;
  /** Days after which a blob is deleted; not less than `immutableDays`. */
  readonly retentionDays: number;
}

/**
 * A private container for telemetry that is written once: for a set time no blob can be changed or deleted, later it
 * moves to a cheaper tier and in the end away.
 *
 * The immutability policy is created unlocked. Locking makes it irreversible and is a decision of the data's owner:
 * `az storage container immutability-policy lock`.
 *
 * Microsoft.Storage, API 2024-01-01;
 * learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
 */
export class TelemetryArchive extends pulumi.ComponentResource {
  readonly containerId: pulumi.Output<string>;
  readonly containerName: pulumi.Output<string>;

  constructor(name: string, args: TelemetryArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:TelemetryArchive', name, {}, opts);
    const { resourceGroupName, accountName } = args;
    const containerName = args.containerName ?? 'telemetry';
    const container = new storage.BlobContainer(
      name,
      { resourceGroupName, accountName, containerName, publicAccess: 'None' },
      { parent: this },
    );
    new storage.BlobContainerImmutabilityPolicy(
      name,
      {
        resourceGroupName,
        accountName,
        containerName: container.name,
        immutabilityPolicyName: 'default',
        immutabilityPeriodSinceCreationInDays: args.immutableDays,
        // The hub writes whole blobs, so nothing has to be appended to one that is already protected.
        allowProtectedAppendWrites: false,
      },
      { parent: this },
    );
    new storage.ManagementPolicy(
      name,
      {
        resourceGroupName,
        accountName,
        managementPolicyName: 'default',
        policy: {
          rules: [
            {
              name: `age-${containerName}`,
              enabled: true,
              type: 'Lifecycle',
              definition: {
                filters: { blobTypes: ['blockBlob'], prefixMatch: [`${containerName}/`] },
                actions: {
                  baseBlob: {
                    tierToCool: { daysAfterModificationGreaterThan: args.coolAfterDays },
                    delete: { daysAfterModificationGreaterThan: args.retentionDays },
                  },
                  // A deleted blob lives on as a version, which is data all the same.
                  version: { delete: { daysAfterCreationGreaterThan: args.retentionDays } },
                },
              },
            },
          ],
        },
      },
      { parent: this, dependsOn: container },
    );
    this.containerId = container.id;
    this.containerName = pulumi.output(containerName);
    this.registerOutputs({ containerName });
  }
}
