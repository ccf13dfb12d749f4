import * as storage from '@pulumi/azure-native/storage';
import type * as inputs from '@pulumi/azure-native/types/input';
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
  /** Containers for other classes of data in the same account, by name. Default: none. */
  readonly otherClasses?: Readonly<Record<string, DataClass>> | undefined;
}

/** How long data of one kind lives. Every version of a blob does as long: what was replaced is data all the same. */
export interface DataClass {
  /** Days after which a blob moves to the cool tier. Default: never. */
  readonly coolAfterDays?: number | undefined;
  /** Days after which a blob is deleted. */
  readonly retentionDays: number;
}

/**
 * A private container for telemetry that is written once: for a set time no blob can be changed or deleted, later it
 * moves to a cheaper tier and in the end away. Containers for other classes of data beside it live by rules of their own.
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
  /** Containers of the other classes, by name. */
  readonly otherContainerIds: Readonly<Record<string, pulumi.Output<string>>>;

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
    const others = Object.keys(args.otherClasses ?? {}).map((other) => {
      const inputs = { resourceGroupName, accountName, containerName: other, publicAccess: 'None' } as const;
      return [other, new storage.BlobContainer(`${name}-${other}`, inputs, { parent: this })] as const;
    });
    const classes: Readonly<Record<string, DataClass>> = { [containerName]: args, ...args.otherClasses };
    // An account has one such policy, which is why all classes are settled here.
    new storage.ManagementPolicy(
      name,
      {
        resourceGroupName,
        accountName,
        managementPolicyName: 'default',
        policy: { rules: Object.entries(classes).map(lifecycle) },
      },
      { parent: this, dependsOn: [container, ...others.map(([, other]) => other)] },
    );
    this.otherContainerIds = Object.fromEntries(others.map(([other, { id }]) => [other, id]));
    this.containerId = container.id;
    this.containerName = pulumi.output(containerName);
    this.registerOutputs({ containerName });
  }
}

const lifecycle = ([container, { coolAfterDays, retentionDays }]: [
  string,
  DataClass,
]): inputs.storage.ManagementPolicyRuleArgs => ({
  name: `age-${container}`,
  enabled: true,
  type: 'Lifecycle',
  definition: {
    filters: { blobTypes: ['blockBlob'], prefixMatch: [`${container}/`] },
    actions: {
      baseBlob: {
        ...(coolAfterDays === undefined
          ? {}
          : { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } }),
        delete: { daysAfterModificationGreaterThan: retentionDays },
      },
      // A deleted blob lives on as a version, which is data all the same.
      version: { delete: { daysAfterCreationGreaterThan: retentionDays } },
    },
  },
});
