import * as eventgrid from '@pulumi/azure-native/eventgrid';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

export interface ExpiryAlertsArgs extends Placement {
  /** Key vault to watch, in the same region. */
  readonly vaultId: ResourceId;
  /** Action group that is told. */
  readonly actionGroupId: ResourceId;
  /** Where events go that could not be delivered. */
  readonly deadLetters: {
    /** Storage account. */
    readonly accountId: ResourceId;
    /** Container in it. */
    readonly containerName: pulumi.Input<string>;
    /** Identity that may write there; must have that role already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
  };
}

/**
 * Tells when a key, secret or certificate in a vault expires: 30 days before, and when it has. Keys here rotate by
 * themselves, so either alert means that a rotation did not take place.
 *
 * Event Grid raises the alert itself, without a program between. It knows versions that came after this was deployed.
 * Other certificates are not in the vault: those of devices show when the hub refuses them.
 *
 * Microsoft.EventGrid, API 2025-02-15; alerts take the CloudEvents schema only
 * (learn.microsoft.com/azure/event-grid/handle-key-vault-events-using-azure-monitor-alerts).
 */
export class ExpiryAlerts extends pulumi.ComponentResource {
  readonly systemTopicId: pulumi.Output<string>;

  constructor(name: string, args: ExpiryAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ExpiryAlerts', name, {}, opts);
    const { resourceGroupName, deadLetters } = args;
    const topic = new eventgrid.SystemTopic(
      name,
      {
        resourceGroupName,
        location: args.location,
        tags: args.tags,
        source: args.vaultId,
        topicType: 'Microsoft.KeyVault.vaults',
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: pulumi.output(deadLetters.identityId).apply((id) => ({ [id]: {} })),
        },
      },
      { parent: this },
    );
    new eventgrid.SystemTopicEventSubscription(
      name,
      {
        resourceGroupName,
        systemTopicName: topic.name,
        eventSubscriptionName: 'expiry',
        eventDeliverySchema: 'CloudEventSchemaV1_0',
        filter: {
          includedEventTypes: ['Key', 'Secret', 'Certificate'].flatMap((what) => [
            `Microsoft.KeyVault.${what}NearExpiry`,
            `Microsoft.KeyVault.${what}Expired`,
          ]),
        },
        destination: {
          endpointType: 'MonitorAlert',
          severity: 'Sev1',
          description: 'A key, secret or certificate of the vault expires, or has expired.',
          actionGroups: [args.actionGroupId],
        },
        deadLetterWithResourceIdentity: {
          identity: { type: 'UserAssigned', userAssignedIdentity: deadLetters.identityId },
          deadLetterDestination: {
            endpointType: 'StorageBlob',
            resourceId: deadLetters.accountId,
            blobContainerName: deadLetters.containerName,
          },
        },
        retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 },
      },
      { parent: this },
    );
    this.systemTopicId = topic.id;
    this.registerOutputs({ systemTopicId: this.systemTopicId });
  }
}
