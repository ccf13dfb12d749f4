import * as pulumi from '@pulumi/pulumi';

// What `pulumi package add azure-native <module> <version>` would generate, cut down to what is used here.

type Args = { readonly [property: string]: unknown };

/** Provisioning services of 2025-02-01-preview: the first that link a hub without its key. */
export class LinkingProvisioningService extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
    const token =
      'azure-native_deviceprovisioningservices_v20250201preview:deviceprovisioningservices:IotDpsResource';
    super(token, name, { name: undefined, ...args }, opts);
  }
}

export class ProvisioningService extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
    const token =
      'azure-native_deviceprovisioningservices_v20221212:deviceprovisioningservices:IotDpsResource';
    super(token, name, { name: undefined, ...args }, opts);
  }
}

export class ProvisioningCertificate extends pulumi.CustomResource {
  constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
    const token =
      'azure-native_deviceprovisioningservices_v20221212:deviceprovisioningservices:DpsCertificate';
    super(token, name, args, opts);
  }
}

/** Hubs of 2025-08-01-preview, for the generation GEN2. */
export class Hub extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(name: string, args: Args, opts?: pulumi.CustomResourceOptions) {
    super(
      'azure-native_iothub_v20250801preview:iothub:IotHubResource',
      name,
      { name: undefined, ...args },
      opts,
    );
  }
}
