import * as eventhub from '@pulumi/azure-native/eventhub';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';

/** Key for customer-managed encryption of a stream. */
export interface StreamEncryption {
  /** Vault that holds it. */
  readonly vaultUri: pulumi.Input<string>;
  /** Its name; without a version, so that the namespace follows rotations. */
  readonly keyName: pulumi.Input<string>;
  /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
  readonly identityId: ResourceId;
}

/**
 * `Standard` is paid by throughput and encrypted twice by the service. `Premium` has machines of its own, encrypts with
 * our key and costs about as much as everything else of a small environment together.
 */
export type StreamTier =
  | { readonly sku: 'Standard' }
  | { readonly sku: 'Premium'; readonly encryption: StreamEncryption };

export interface EventStreamArgs extends Placement {
  /** Physical name, 6 to 50 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly namespaceName?: string | undefined;
  /** What is paid for. */
  readonly tier: StreamTier;
  /** Partitions of each event hub, fixed at creation with `Standard`. Default: 4. */
  readonly partitions?: number | undefined;
  /** Days messages wait for readers, 1 to 7. Default: 7. */
  readonly retentionDays?: number | undefined;
  /** Readers of telemetry, one consumer group each. */
  readonly telemetryReaders: readonly string[];
}

/**
 * A namespace of Event Hubs with an event hub for telemetry and one for what happens to devices: who is registered, who
 * connects, whose twin changes. Only Entra identities get in, over TLS 1.2 or higher, through private endpoints; an IoT
 * hub comes in as a trusted service, and it by its identity and role as well.
 *
 * Microsoft.EventHub, API 2024-01-01: keys and public access are on unless written, the rules of the network are a
 * resource of their own, and the customer's key needs `Premium`;
 * learn.microsoft.com/azure/event-hubs/configure-customer-managed-key
 */
export class EventStream extends pulumi.ComponentResource {
  readonly namespaceId: pulumi.Output<string>;
  /** Host in Azure's public cloud; known in a preview if the name is given. */
  readonly host: pulumi.Output<string>;
  readonly telemetryHubId: pulumi.Output<string>;
  readonly telemetryHubName: pulumi.Output<string>;
  readonly deviceEventsHubId: pulumi.Output<string>;
  readonly deviceEventsHubName: pulumi.Output<string>;

  constructor(name: string, args: EventStreamArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:EventStream', name, {}, opts);
    const { resourceGroupName, tier } = args;
    const encryption = encryptionOf(tier);
    const namespace = new eventhub.Namespace(
      name,
      {
        resourceGroupName,
        location: args.location,
        tags: args.tags,
        namespaceName: args.namespaceName,
        sku: { name: tier.sku, tier: tier.sku, capacity: 1 },
        disableLocalAuth: true,
        minimumTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        zoneRedundant: true,
        // Premium grows by units that somebody buys; it has no inflation to switch on.
        ...(tier.sku === 'Standard' ? { isAutoInflateEnabled: true, maximumThroughputUnits: 4 } : {}),
        ...(tier.sku === 'Premium'
          ? { identity: { type: 'UserAssigned', userAssignedIdentities: [tier.encryption.identityId] } }
          : {}),
        ...(encryption ? { encryption } : {}),
      },
      { parent: this, ...(encryption ? asWritten({ encryption }) : {}) },
    );
    const rules = new eventhub.NamespaceNetworkRuleSet(
      name,
      {
        resourceGroupName,
        namespaceName: namespace.name,
        defaultAction: 'Deny',
        publicNetworkAccess: 'Disabled',
        // The way of the IoT hub; it still needs a role.
        trustedServiceAccessEnabled: true,
        ipRules: [],
        virtualNetworkRules: [],
      },
      { parent: this },
    );
    // Nothing is sent before the network is shut.
    const namespaceName = pulumi.all([namespace.name, rules.id]).apply(([known]) => known);
    const telemetry = this.addHub(name, 'telemetry', namespaceName, args);
    const deviceEvents = this.addHub(name, 'device-events', namespaceName, args);
    for (const reader of args.telemetryReaders) {
      new eventhub.ConsumerGroup(
        `${name}-telemetry-${reader}`,
        { resourceGroupName, namespaceName, eventHubName: telemetry.name, consumerGroupName: reader },
        { parent: this },
      );
    }
    this.namespaceId = namespace.id;
    this.host = pulumi.interpolate`${args.namespaceName ?? namespace.name}.servicebus.windows.net`;
    this.telemetryHubId = telemetry.id;
    this.telemetryHubName = telemetry.name;
    this.deviceEventsHubId = deviceEvents.id;
    this.deviceEventsHubName = deviceEvents.name;
    this.registerOutputs({ host: this.host });
  }

  private addHub(
    name: string,
    eventHubName: string,
    namespaceName: pulumi.Output<string>,
    { resourceGroupName, partitions = 4, retentionDays = 7 }: EventStreamArgs,
  ): eventhub.EventHub {
    return new eventhub.EventHub(
      `${name}-${eventHubName}`,
      {
        resourceGroupName,
        namespaceName,
        eventHubName,
        partitionCount: partitions,
        retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: retentionDays * 24 },
      },
      { parent: this },
    );
  }
}

function encryptionOf(tier: StreamTier): inputs.eventhub.EncryptionArgs | undefined {
  if (tier.sku === 'Standard') return undefined;
  const { vaultUri, keyName, identityId } = tier.encryption;
  return {
    keySource: 'Microsoft.KeyVault',
    keyVaultProperties: [{ keyVaultUri: vaultUri, keyName, identity: { userAssignedIdentity: identityId } }],
    requireInfrastructureEncryption: true,
  };
}
