import * as authorization from '@pulumi/azure-native/authorization';
import * as deviceupdate from '@pulumi/azure-native/deviceupdate';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import { roles } from './identity';
import type { Placement, ResourceId } from './placement';

export interface DeviceUpdateArgs extends Placement {
  /** Physical name, 3 to 24 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly accountName?: string | undefined;
  /** Hub whose devices are updated. */
  readonly hubId: ResourceId;
  /**
   * Service principal of Device Update in this tenant, by object id; it is let into the hub. Default: none, then somebody
   * has to do that by hand before a device can be updated.
   */
  readonly servicePrincipalId?: pulumi.Input<string> | undefined;
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
 * The service reads and writes twins of the hub under an identity of its own, the same application everywhere and another
 * service principal in each tenant: `az ad sp show --id 6ee392c4-d339-4083-b04d-6b7947c6cf78 --query id`. It gets the role
 * IoT Hub Data Contributor on the one hub; the service takes no smaller one.
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
    const { hubId, servicePrincipalId } = args;
    const admitted = servicePrincipalId && this.admit(name, hubId, servicePrincipalId);
    new deviceupdate.Instance(
      name,
      {
        resourceGroupName,
        location,
        tags,
        accountName: account.name,
        instanceName: 'devices',
        iotHubs: [{ resourceId: hubId }],
        enableDiagnostics: false,
      },
      { parent: this, ...(admitted ? { dependsOn: admitted } : {}) },
    );
    this.accountId = account.id;
    this.accountName = account.name;
    this.registerOutputs({ accountName: this.accountName });
  }

  /** Lets the service into the hub. */
  private admit(name: string, scope: ResourceId, principalId: pulumi.Input<string>): pulumi.Resource {
    return new authorization.RoleAssignment(
      `${name}-hub`,
      {
        scope,
        principalId,
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roles.iotHubDataContributor}`,
      },
      { parent: this },
    );
  }
}
