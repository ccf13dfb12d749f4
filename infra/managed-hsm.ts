import * as authorization from '@pulumi/azure-native/authorization';
import * as keyvault from '@pulumi/azure-native/keyvault';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement } from './placement';

export interface ManagedHsmArgs extends Placement {
  /** Physical name, 3 to 24 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly hsmName?: string | undefined;
  /**
   * Object ids of its first administrators. Name two or more: nobody at Microsoft can let the only one back in. Default:
   * the login that deploys.
   */
  readonly administrators?: readonly string[] | undefined;
  /** Entra tenant of the administrators. Default: the tenant of the login that deploys. */
  readonly tenantId?: pulumi.Input<string> | undefined;
}

/**
 * A hardware security module of one's own for keys: closed to every network but private endpoints, and nothing in it can be
 * destroyed before 90 days have passed.
 *
 * It is born locked. Its administrators activate it with three keys of theirs, which no program may hold, and grant the
 * roles on its keys, which Resource Manager cannot: infra/README.md has the commands. Only then can keys be created in it.
 *
 * Microsoft.KeyVault/managedHSMs, API 2024-11-01: public access is on unless written, purge protection off; billed by the
 * hour from its creation; learn.microsoft.com/azure/key-vault/managed-hsm/security-domain
 */
export class ManagedHsm extends pulumi.ComponentResource {
  readonly hsmId: pulumi.Output<string>;
  readonly hsmName: pulumi.Output<string>;
  readonly hsmUri: pulumi.Output<string>;

  constructor(name: string, args: ManagedHsmArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ManagedHsm', name, {}, opts);
    const { administrators = [] } = args;
    const login = authorization.getClientConfigOutput({ parent: this });
    const properties: inputs.keyvault.ManagedHsmPropertiesArgs = {
      tenantId: args.tenantId ?? login.tenantId,
      initialAdminObjectIds: administrators.length > 0 ? [...administrators] : [login.objectId],
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enablePurgeProtection: true,
      publicNetworkAccess: 'Disabled',
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] },
    };
    const hsm = new keyvault.ManagedHsm(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        name: args.hsmName,
        sku: { family: 'B', name: 'Standard_B1' },
        properties,
      },
      { parent: this, ...asWritten({ properties }) },
    );
    this.hsmId = hsm.id;
    this.hsmName = hsm.name;
    this.hsmUri = hsm.properties.apply(({ hsmUri }) => hsmUri);
    this.registerOutputs({ hsmUri: this.hsmUri });
  }
}
