import * as authorization from '@pulumi/azure-native/authorization';
import * as managedidentity from '@pulumi/azure-native/managedidentity';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

/**
 * Built-in roles, most of them on data, none of which can manage resources or grant access.
 *
 * learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const roles = {
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  storageBlobDelegator: 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a',
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975',
  eventHubsDataReceiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde',
  /** Reads settings, not data. */
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  postgresqlFlexibleServerLongTermRetentionBackup: 'c088a766-074b-43ba-90d4-1fb21feae531',
  containerRegistryPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  iotHubRegistryContributor: '4ea46cd5-c1b2-4a8e-910b-273211f9ce47',
  /** Everything a service can do with devices. */
  iotHubDataContributor: '4fc6c259-987e-4a07-842e-c321cc9d413f',
  iotHubTwinContributor: '494bdba2-168f-4f31-a0a1-191d2f7c028c',
} as const;

/** One role on one thing. */
export interface Grant {
  /** What the identity may do. */
  readonly role: keyof typeof roles;
  /** The one resource it may do that to; a resource group only where the service insists on it. */
  readonly scope: ResourceId;
}

export interface ServiceIdentityArgs extends Placement {
  /** Everything the identity may do, by a name for each grant. */
  readonly grants: Readonly<Record<string, Grant>>;
}

/**
 * A managed identity for one service and one purpose, with the roles it needs and no other. Being user-assigned, it
 * exists and has its roles before the service that uses it is created.
 *
 * Azure may still take some minutes to make a new role known everywhere; a first deployment that fails on that succeeds
 * when it is run again.
 *
 * Microsoft.ManagedIdentity, API 2023-01-31; Microsoft.Authorization, API 2022-04-01.
 */
export class ServiceIdentity extends pulumi.ComponentResource {
  /** Id of the identity, known once it has its roles: a service that is given it is created after them. */
  readonly identityId: pulumi.Output<string>;
  readonly principalId: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  readonly identityName: pulumi.Output<string>;

  constructor(name: string, args: ServiceIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:ServiceIdentity', name, {}, opts);
    const identity = new managedidentity.UserAssignedIdentity(
      name,
      { resourceGroupName: args.resourceGroupName, location: args.location, tags: args.tags },
      { parent: this },
    );
    const assignments = Object.entries(args.grants).map(
      ([purpose, { role, scope }]) =>
        new authorization.RoleAssignment(
          `${name}-${purpose}`,
          {
            scope,
            principalId: identity.principalId,
            // Spares the directory look-up that fails for an identity created seconds ago.
            principalType: 'ServicePrincipal',
            // Built-in roles are the same in every subscription, so the id needs none and is known in a preview.
            roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
          },
          { parent: this },
        ),
    );
    const assigned = pulumi.all(assignments.map(({ id }) => id));
    this.identityId = pulumi.all([identity.id, assigned]).apply(([identityId]) => identityId);
    this.principalId = identity.principalId;
    this.clientId = identity.clientId;
    this.identityName = identity.name;
    this.registerOutputs({ identityId: this.identityId });
  }
}

/** Identities as those services take them that want a map with the ids as its keys. */
export const identitySet = (...ids: readonly ResourceId[]): pulumi.Output<Record<string, object>> =>
  pulumi.all([...ids]).apply((known) => Object.fromEntries(known.map((id) => [id, {}])));
