import * as pulumi from '@pulumi/pulumi';
import { withVersion } from '../utilities';

export interface StorageAccountArgs {
  resourceGroupName: pulumi.Input<string>;
  accountName?: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  kind: pulumi.Input<string>;
  sku: pulumi.Input<{ name: string }>;
  enableHttpsTrafficOnly?: pulumi.Input<boolean>;
  minimumTlsVersion?: pulumi.Input<string>;
  publicNetworkAccess?: pulumi.Input<string>;
  allowSharedKeyAccess?: pulumi.Input<boolean>;
  networkRuleSet?: pulumi.Input<{ defaultAction: string; bypass?: string }>;
  encryption?: pulumi.Input<{
    keySource?: string;
    keyVaultProperties?: { keyVaultUri?: string; keyName?: string; keyVersion?: string };
  }>;
  tags?: pulumi.Input<{ [tag: string]: pulumi.Input<string> }>;
}

export class StorageAccount extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: StorageAccountArgs, opts?: pulumi.CustomResourceOptions) {
    const token = 'azure-native:storage/v20230101:StorageAccount';
    super(token, name, { ...args, name: undefined }, withVersion(opts));
  }
}
