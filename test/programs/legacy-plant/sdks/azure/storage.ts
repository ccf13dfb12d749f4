import * as pulumi from '@pulumi/pulumi';

export interface AccountArgs {
  resourceGroupName: pulumi.Input<string>;
  name?: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  accountTier: pulumi.Input<string>;
  accountReplicationType: pulumi.Input<string>;
  enableHttpsTrafficOnly?: pulumi.Input<boolean>;
  minTlsVersion?: pulumi.Input<string>;
  allowNestedItemsToBePublic?: pulumi.Input<boolean>;
  tags?: pulumi.Input<{ [tag: string]: pulumi.Input<string> }>;
}

export class Account extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly primaryBlobEndpoint: pulumi.Output<string>;

  constructor(name: string, args: AccountArgs, opts?: pulumi.CustomResourceOptions) {
    const inputs = { ...args, primaryBlobEndpoint: undefined };
    super('azure:storage/account:Account', name, inputs, pulumi.mergeOptions({ version: '5.89.0' }, opts ?? {}));
  }
}
