import * as resources from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import { type DeviceNetworkAccess, namedRanges, publicNetworkAccess } from './device-access';
import type { Placement, ResourceId } from './placement';

export interface ProvisioningArgs extends Placement {
  /** Physical name, 3 to 64 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly serviceName?: string | undefined;
  /** How devices reach the service. */
  readonly deviceNetworkAccess: DeviceNetworkAccess;
  /** Hub that receives the devices. */
  readonly hub: {
    /** Its host name. */
    readonly hostName: pulumi.Input<string>;
    /** Its region, by the short name. */
    readonly location: pulumi.Input<string>;
    /**
     * Identity that may write its device registry and twins; must have those roles already, as a `ServiceIdentity`'s id
     * implies.
     */
    readonly identityId: ResourceId;
  };
}

/** First stable API on which a hub is linked by identity and keys of the service itself can be refused. */
export const provisioningApiVersion = '2026-08-31';

/**
 * A Device Provisioning Service that registers devices at one hub under a managed identity.
 *
 * It is declared through azure-native's generic resource. The typed one stops at API 2023-03-01-preview, which links a
 * hub by connection string only: that would put a hub key into the program and the state, and would not even work,
 * because our hub refuses keys. API 2026-08-31 links by `hostName`, `authenticationType` and
 * `selectedUserAssignedIdentityResourceId`, and has `disableLocalAuth` for the service's own keys. Once azure-native has
 * it in a typed resource, an alias moves this one over without replacing it.
 *
 * The service reaches the hub over Azure's own network, so a hub without public access is no obstacle
 * (learn.microsoft.com/azure/iot-dps/virtual-network-support). It accepts TLS 1.2 or higher only and has no setting for
 * it. A customer-managed key is not offered; data is encrypted with a key of the service.
 */
export class Provisioning extends pulumi.ComponentResource {
  readonly serviceId: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  /** Identifies the service to devices; known to every device, no secret. */
  readonly idScope: pulumi.Output<string>;
  readonly deviceHostName: pulumi.Output<string>;

  constructor(name: string, args: ProvisioningArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:Provisioning', name, {}, opts);
    const { deviceNetworkAccess, hub } = args;
    const service = new resources.Resource(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        resourceProviderNamespace: 'Microsoft.Devices',
        resourceType: 'provisioningServices',
        parentResourcePath: '',
        resourceName: args.serviceName,
        apiVersion: provisioningApiVersion,
        sku: { name: 'S1', capacity: 1 },
        identity: { type: 'UserAssigned', userAssignedIdentities: [hub.identityId] },
        properties: {
          allocationPolicy: 'Hashed',
          disableLocalAuth: true,
          publicNetworkAccess: publicNetworkAccess(deviceNetworkAccess),
          ipFilterRules: ipFilterRules(deviceNetworkAccess),
          iotHubs: [
            {
              hostName: hub.hostName,
              location: hub.location,
              authenticationType: 'UserAssigned',
              selectedUserAssignedIdentityResourceId: hub.identityId,
              applyAllocationPolicy: true,
            },
          ],
        },
      },
      { parent: this },
    );
    this.serviceId = service.id;
    this.serviceName = service.name;
    this.idScope = readText(service.properties, 'idScope');
    this.deviceHostName = readText(service.properties, 'deviceProvisioningHostName');
    this.registerOutputs({ idScope: this.idScope });
  }
}

/** Rules apply in order and everything they do not name is admitted, so a last one refuses the rest. */
function ipFilterRules(access: DeviceNetworkAccess) {
  // Without public access there is nothing to filter.
  if (access.kind === 'private') return [];
  const accepted = namedRanges(access).map(({ name, range }) => ({
    filterName: name,
    ipMask: range,
    action: 'Accept',
    // Enrolments are managed from inside; the internet gets the device interface.
    target: 'deviceApi',
  }));
  return [...accepted, { filterName: 'rest', ipMask: '0.0.0.0/0', action: 'Reject', target: 'all' }];
}

/** The generic resource's properties are untyped. */
const readText = (properties: pulumi.Output<unknown>, key: string): pulumi.Output<string> =>
  properties.apply((value) => String((value as Record<string, unknown> | undefined)?.[key] ?? ''));
