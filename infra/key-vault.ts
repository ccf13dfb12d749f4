import * as authorization from '@pulumi/azure-native/authorization';
import * as keyvault from '@pulumi/azure-native/keyvault';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement } from './placement';

export interface KeyVaultArgs extends Placement {
  /** Physical name, 3 to 24 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly vaultName?: string | undefined;
  /** Entra tenant whose identities may be granted access. Default: the tenant of the login that deploys. */
  readonly tenantId?: pulumi.Input<string> | undefined;
}

/**
 * A vault with hardware-protected keys, opened by roles only, shut to every network but private endpoints, and whose
 * content cannot be destroyed before 90 days have passed.
 *
 * Azure services that encrypt with a key of the vault come in through the bypass for trusted services: storage and
 * Cosmos DB have no other way in, and their identities still need a role on the key.
 *
 * Microsoft.KeyVault, API 2024-11-01: on it, role-based access is off and public access is on unless written.
 */
export class KeyVault extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  readonly vaultName: pulumi.Output<string>;
  readonly vaultUri: pulumi.Output<string>;

  constructor(name: string, args: KeyVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:KeyVault', name, {}, opts);
    const properties: inputs.keyvault.VaultPropertiesArgs = {
      tenantId: args.tenantId ?? authorization.getClientConfigOutput({ parent: this }).tenantId,
      sku: { family: 'A', name: 'premium' },
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      // Cannot be undone, which is the point: a stolen administrator account cannot destroy the keys either.
      enablePurgeProtection: true,
      enabledForDeployment: false,
      enabledForDiskEncryption: false,
      enabledForTemplateDeployment: false,
      publicNetworkAccess: 'Disabled',
      networkAcls: {
        defaultAction: 'Deny',
        bypass: 'AzureServices',
        ipRules: [],
        virtualNetworkRules: [],
      },
    };
    const vault = new keyvault.Vault(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        vaultName: args.vaultName,
        properties,
      },
      { parent: this, ...asWritten({ properties }) },
    );
    this.vaultId = vault.id;
    this.vaultName = vault.name;
    // Optional in the typings only: the service always answers with it.
    this.vaultUri = vault.properties.apply(({ vaultUri }) => vaultUri as string);
    this.registerOutputs({ vaultId: this.vaultId, vaultUri: this.vaultUri });
  }
}
