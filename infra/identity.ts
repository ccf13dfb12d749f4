import * as authorization from '@pulumi/azure-native/authorization';
import * as managedidentity from '@pulumi/azure-native/managedidentity';
import * as pulumi from '@pulumi/pulumi';
import type { Placement, ResourceId } from './placement';

/**
 * Built-in roles on data, none of which can manage resources or grant access.
 *
 * learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const roles = {
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  iotHubRegistryContributor: '4ea46cd5-c1b2-4a8e-910b-273211f9ce47',
  iotHubTwinContributor: '494bdba2-168f-4f31-a0a1-191d2f7c028c',
} as const;

/** One role on one thing. */
export interface Grant {
  /** What the identity may do. */
  readonly role: keyof typeof roles;
  /** The one resource it may do that to; resource groups and subscriptions are wider than any workload needs. */
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
    this.registerOutputs({ identityId: this.identityId });
  }
}
