import * as pulumi from '@pulumi/pulumi';

// The classes of @pulumi/azure 6 that are used here.

type Args = { readonly [property: string]: unknown };

function classOf(token: string) {
  return class extends pulumi.CustomResource {
    declare readonly name: pulumi.Output<string>;

    constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
      super(
        `azure:${token}`,
        name,
        { ...args, name: args.name },
        pulumi.mergeOptions({ version: '6.28.0' }, opts ?? {}),
      );
    }
  };
}

export const ResourceGroup = classOf('core/resourceGroup:ResourceGroup');
export const StorageAccount = classOf('storage/account:Account');
export const StorageContainer = classOf('storage/container:Container');
export const KeyVault = classOf('keyvault/keyVault:KeyVault');
export const KeyVaultSecret = classOf('keyvault/secret:Secret');
export const NetworkSecurityGroup = classOf('network/networkSecurityGroup:NetworkSecurityGroup');

export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: Args, opts?: pulumi.ResourceOptions) {
    super('azure', name, { ...args, features: JSON.stringify(args.features) }, opts);
  }
}
