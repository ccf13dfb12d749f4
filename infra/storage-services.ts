import * as storage from '@pulumi/azure-native/storage';
import type * as pulumi from '@pulumi/pulumi';

/** What the services of an account are settled by. */
interface StorageServicesArgs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly deletedDataRetentionDays: number;
}

/**
 * Settles the four services every storage account has, used or not, and answers with their ids.
 *
 * Microsoft.Storage, API 2024-01-01: nothing deleted is kept unless written, and SMB accepts versions down to 2.1.
 */
export function addServices(
  name: string,
  accountName: pulumi.Output<string>,
  { resourceGroupName, deletedDataRetentionDays }: StorageServicesArgs,
  opts: pulumi.CustomResourceOptions,
) {
  const service = { resourceGroupName, accountName };
  const retention = { enabled: true, days: deletedDataRetentionDays };
  const blob = new storage.BlobServiceProperties(
    `${name}-blob`,
    {
      ...service,
      blobServicesName: 'default',
      isVersioningEnabled: true,
      changeFeed: { enabled: true },
      deleteRetentionPolicy: { ...retention, allowPermanentDelete: false },
      containerDeleteRetentionPolicy: retention,
    },
    opts,
  );
  const file = new storage.FileServiceProperties(
    `${name}-file`,
    {
      ...service,
      fileServicesName: 'default',
      shareDeleteRetentionPolicy: retention,
      protocolSettings: {
        smb: {
          versions: 'SMB3.1.1',
          channelEncryption: 'AES-256-GCM',
          authenticationMethods: 'Kerberos',
          kerberosTicketEncryption: 'AES-256',
        },
      },
    },
    opts,
  );
  const queue = new storage.QueueServiceProperties(
    `${name}-queue`,
    { ...service, queueServiceName: 'default' },
    opts,
  );
  const table = new storage.TableServiceProperties(
    `${name}-table`,
    { ...service, tableServiceName: 'default' },
    opts,
  );
  return { blob: blob.id, queue: queue.id, table: table.id, file: file.id };
}
