import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import { TelemetryStorage, type TelemetryStorageArgs } from './telemetry-storage';

export interface AuditArchiveArgs extends Omit<TelemetryStorageArgs, 'immutability'> {
  /** Days logs are kept. */
  readonly retentionDays: number;
  /**
   * `unlocked`: nobody can change or delete a log before its time, but an owner can still shorten the time. `locked`: not
   * even that, for ever; a new account has to start as `unlocked`. `none`: the account can be taken down at any time.
   */
  readonly immutability: 'none' | 'unlocked' | 'locked';
}

/** Container for events that could not be delivered to an alert. */
const deadLetters = 'dead-letters';

/**
 * A second storage account, for logs alone, whose content nobody can change: not those who run the platform, and not
 * those who broke into it. Azure Monitor makes a container for each kind of log by itself, so the policy is one for the
 * whole account; it lets a log grow, since a file collects an hour.
 *
 * An account with versions that cannot be changed can be taken down only after every blob in it is gone.
 *
 * Microsoft.Storage, API 2024-01-01; learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies;
 * append blobs can be deleted by age, and not moved to a cheaper tier
 * (learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure).
 */
export class AuditArchive extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
  /** The account's services by name; logs are collected from each. */
  readonly serviceIds: TelemetryStorage['serviceIds'];
  /** Container for events that could not be delivered to an alert, by name and by id. */
  readonly deadLetterContainer: pulumi.Output<string>;
  readonly deadLetterContainerId: pulumi.Output<string>;

  constructor(name: string, args: AuditArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:AuditArchive', name, {}, opts);
    const { retentionDays, immutability, ...accountArgs } = args;
    const account = new TelemetryStorage(
      name,
      {
        ...accountArgs,
        immutability:
          immutability === 'none' ? undefined : { days: retentionDays, locked: immutability === 'locked' },
      },
      { parent: this },
    );
    const { resourceGroupName } = args;
    const { accountName } = account;
    const container = new storage.BlobContainer(
      `${name}-${deadLetters}`,
      { resourceGroupName, accountName, containerName: deadLetters, publicAccess: 'None' },
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
              name: 'age-logs',
              enabled: true,
              type: 'Lifecycle',
              definition: {
                // Azure Monitor appends, flow logs and dead letters are written as blocks.
                filters: { blobTypes: ['appendBlob', 'blockBlob'] },
                actions: {
                  baseBlob: { delete: { daysAfterModificationGreaterThan: retentionDays } },
                  version: { delete: { daysAfterCreationGreaterThan: retentionDays } },
                },
              },
            },
          ],
        },
      },
      { parent: this },
    );
    this.accountId = account.accountId;
    this.accountName = accountName;
    this.serviceIds = account.serviceIds;
    this.deadLetterContainer = container.name;
    this.deadLetterContainerId = container.id;
    this.registerOutputs({ accountName });
  }
}
