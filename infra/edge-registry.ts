import * as containerregistry from '@pulumi/azure-native/containerregistry';
import * as pulumi from '@pulumi/pulumi';
import { identitySet } from './identity';
import type { Placement, ResourceId } from './placement';

export interface EdgeRegistryArgs extends Placement {
  /** Physical name, 5 to 50 letters and digits, unique in Azure. Default: chosen by Pulumi. */
  readonly registryName?: string | undefined;
  /** Whether the registry spreads over the region's availability zones. Default: true. */
  readonly zoneRedundant?: boolean | undefined;
  /** Key for customer-managed encryption. */
  readonly encryption: {
    /** Its address without a version, so that the registry follows rotations. */
    readonly keyUri: pulumi.Input<string>;
    /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
    /** Client id of that identity: the registry asks for it instead of the id. */
    readonly clientId: pulumi.Input<string>;
  };
}

/**
 * A container registry for the images of edge gateways. It has no admin user and hands out nothing without a sign-in,
 * answers through private endpoints only, keeps new images back until they were scanned, and does not let images leave
 * for another registry. Layers come from an address of its own, so that a gateway's firewall can name it.
 *
 * Microsoft.ContainerRegistry, API 2023-01-01-preview (azure-native's default): public access is on unless written; the
 * customer's key can be chosen at creation only and, like quarantine and export rules, needs `Premium`.
 */
export class EdgeRegistry extends pulumi.ComponentResource {
  readonly registryId: pulumi.Output<string>;
  readonly loginServer: pulumi.Output<string>;

  constructor(name: string, args: EdgeRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:EdgeRegistry', name, {}, opts);
    const { encryption } = args;
    const registry = new containerregistry.Registry(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        registryName: args.registryName,
        sku: { name: 'Premium' },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: true,
        publicNetworkAccess: 'Disabled',
        networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
        // Scans by Microsoft Defender come as a trusted service.
        networkRuleBypassOptions: 'AzureServices',
        zoneRedundancy: (args.zoneRedundant ?? true) ? 'Enabled' : 'Disabled',
        identity: { type: 'UserAssigned', userAssignedIdentities: identitySet(encryption.identityId) },
        encryption: {
          status: 'enabled',
          keyVaultProperties: { keyIdentifier: encryption.keyUri, identity: encryption.clientId },
        },
        policies: {
          azureADAuthenticationAsArmPolicy: { status: 'disabled' },
          exportPolicy: { status: 'disabled' },
          quarantinePolicy: { status: 'enabled' },
          retentionPolicy: { status: 'enabled', days: 30 },
          trustPolicy: { status: 'enabled', type: 'Notary' },
        },
      },
      { parent: this },
    );
    this.registryId = registry.id;
    this.loginServer = registry.loginServer;
    this.registerOutputs({ loginServer: this.loginServer });
  }
}
