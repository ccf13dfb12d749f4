import * as storage from '@pulumi/azure-native/storage';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';
import { addServices } from './storage-services';

/** Redundancies that survive the loss of a datacentre; locally redundant storage is not offered. */
export type StorageRedundancy =
  | 'Standard_ZRS'
  | 'Standard_GRS'
  | 'Standard_GZRS'
  | 'Standard_RAGRS'
  | 'Standard_RAGZRS';

export interface TelemetryStorageArgs extends Placement {
  /** Physical name, 3 to 24 lower-case letters and digits, unique in Azure. Default: chosen by Pulumi. */
  readonly accountName?: string | undefined;
  /** Copies of the data; `Standard_ZRS` stays in the region, the geo-redundant ones also reach the paired region. */
  readonly redundancy: StorageRedundancy;
  /** Days during which deleted blobs, containers and shares can be restored, 7 to 365. */
  readonly deletedDataRetentionDays: number;
  /**
   * Makes every version of every blob unchangeable for a time; can be chosen at creation only. Default: no such policy,
   * a container may have one of its own.
   */
  readonly immutability?:
    | {
        readonly days: number;
        /** Nobody can shorten the time any more, for ever. A new account must start without. */
        readonly locked: boolean;
      }
    | undefined;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Vault that holds it. */
    readonly vaultUri: pulumi.Input<string>;
    /** Its name; without a version, so that storage follows rotations. */
    readonly keyName: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

/**
 * A storage account that takes Entra identities over TLS 1.2 or higher and nothing else: no account keys, no anonymous
 * reads, no local users, no public network. Data is encrypted twice, with a key of ours and one of the platform's, and
 * what is deleted can be brought back.
 *
 * Files, queues and tables are not used here, yet each account has them: they get the same network and key settings,
 * logs, and for files today's SMB only.
 *
 * Microsoft.Storage, API 2024-01-01: it reads an absent TLS version as 1.0 and an absent `allowSharedKeyAccess` as true.
 * Double encryption and the key types of queues and tables can be chosen at creation only.
 */
export class TelemetryStorage extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  /** The account's name, known once its services are protected: nothing is put into it before. */
  readonly accountName: pulumi.Output<string>;
  /** Host of the blob service in Azure's public cloud; known in a preview if the account's name is given. */
  readonly blobHost: pulumi.Output<string>;
  /** The account's services by name; logs are collected from each. */
  readonly serviceIds: Readonly<Record<'blob' | 'queue' | 'table' | 'file', pulumi.Output<string>>>;

  constructor(name: string, args: TelemetryStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:TelemetryStorage', name, {}, opts);
    const { resourceGroupName } = args;
    const { vaultUri, keyName, identityId } = args.encryption;
    const encryption: inputs.storage.EncryptionArgs = {
      keySource: 'Microsoft.Keyvault',
      keyVaultProperties: { keyVaultUri: vaultUri, keyName },
      encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
      requireInfrastructureEncryption: true,
      services: {
        blob: { enabled: true, keyType: 'Account' },
        file: { enabled: true, keyType: 'Account' },
        queue: { enabled: true, keyType: 'Account' },
        table: { enabled: true, keyType: 'Account' },
      },
    };
    const account = new storage.StorageAccount(
      name,
      {
        resourceGroupName,
        location: args.location,
        tags: args.tags,
        accountName: args.accountName,
        kind: 'StorageV2',
        sku: { name: args.redundancy },
        accessTier: 'Hot',
        identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] },
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
        allowSharedKeyAccess: false,
        defaultToOAuthAuthentication: true,
        allowBlobPublicAccess: false,
        isLocalUserEnabled: false,
        isSftpEnabled: false,
        enableNfsV3: false,
        publicNetworkAccess: 'Disabled',
        // The bypass admits the hub of this tenant, and it only by its identity and role.
        networkRuleSet: {
          defaultAction: 'Deny',
          bypass: 'AzureServices',
          ipRules: [],
          virtualNetworkRules: [],
        },
        allowedCopyScope: 'AAD',
        allowCrossTenantReplication: false,
        // Unusable while keys are off; here for the day somebody turns them on.
        sasPolicy: { sasExpirationPeriod: '01.00:00:00', expirationAction: 'Block' },
        keyPolicy: { keyExpirationPeriodInDays: 90 },
        encryption,
        ...immutableVersions(args.immutability),
      },
      { parent: this, ...asWritten({ encryption }) },
    );
    this.accountId = account.id;
    this.serviceIds = addServices(name, account.name, args, { parent: this });
    this.accountName = pulumi.all([account.name, this.serviceIds.blob]).apply(([accountName]) => accountName);
    this.blobHost = pulumi.interpolate`${args.accountName ?? account.name}.blob.core.windows.net`;
    this.registerOutputs({ accountName: this.accountName });
  }
}

/** The policy for a whole account. A blob that logs are appended to may grow, and what is in it stays as it is. */
function immutableVersions(
  immutability: TelemetryStorageArgs['immutability'],
): Pick<storage.StorageAccountArgs, 'immutableStorageWithVersioning'> {
  if (immutability === undefined) return {};
  return {
    immutableStorageWithVersioning: {
      enabled: true,
      immutabilityPolicy: {
        immutabilityPeriodSinceCreationInDays: immutability.days,
        state: immutability.locked ? 'Locked' : 'Unlocked',
        allowProtectedAppendWrites: true,
      },
    },
  };
}
