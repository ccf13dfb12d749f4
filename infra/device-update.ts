import * as deviceupdate from '@pulumi/azure-native/deviceupdate';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';

export interface DeviceUpdateArgs extends Placement {
  /** Physical name, 3 to 24 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly accountName?: string | undefined;
  /** Hub whose devices are updated. */
  readonly hubId: ResourceId;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Its address without a version. */
    readonly keyUri: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

/**
 * Device Update for one hub: signed images reach devices through it, group by group. Its interface answers through
 * private endpoints only, and what it stores is encrypted with our key.
 *
 * The service writes to twins under an identity of its own that is the same in no two tenants. It is given access to the
 * hub once, by hand: `az role assignment create --role "IoT Hub Data Contributor" --scope <hub> --assignee
 * 6ee392c4-d339-4083-b04d-6b7947c6cf78` (the service's application id, the same everywhere).
 *
 * Left out: logs of devices. The service keeps them in a storage account it reaches by key.
 *
 * Microsoft.DeviceUpdate, API 2023-07-01: public access is on unless written;
 * learn.microsoft.com/azure/iot-hub-device-update/configure-access-control-device-update
 */
export class DeviceUpdate extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;

  constructor(name: string, args: DeviceUpdateArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DeviceUpdate', name, {}, opts);
    const { resourceGroupName, location, tags, encryption } = args;
    const written: inputs.deviceupdate.EncryptionArgs = {
      keyVaultKeyUri: encryption.keyUri,
      userAssignedIdentity: encryption.identityId,
    };
    const account = new deviceupdate.Account(
      name,
      {
        resourceGroupName,
        location,
        tags,
        accountName: args.accountName,
        sku: 'Standard',
        publicNetworkAccess: 'Disabled',
        identity: { type: 'UserAssigned', userAssignedIdentities: [encryption.identityId] },
        encryption: written,
      },
      { parent: this, ...asWritten({ encryption: written }) },
    );
    new deviceupdate.Instance(
      name,
      {
        resourceGroupName,
        location,
        tags,
        accountName: account.name,
        instanceName: 'devices',
        iotHubs: [{ resourceId: args.hubId }],
        enableDiagnostics: false,
      },
      { parent: this },
    );
    this.accountId = account.id;
    this.accountName = account.name;
    this.registerOutputs({ accountName: this.accountName });
  }
}
