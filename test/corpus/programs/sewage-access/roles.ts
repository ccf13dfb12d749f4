import * as authorization from '@pulumi/azure-native/authorization';
import * as managedidentity from '@pulumi/azure-native/managedidentity';
import type * as resources from '@pulumi/azure-native/resources';

const subscription = '/subscriptions/5a0c7a10-0000-4000-8000-000000000001';
const builtIn = (id: string) => `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${id}`;

export function roles(group: resources.ResourceGroup): void {
  const pumps = new managedidentity.UserAssignedIdentity('pumps', { resourceGroupName: group.name });
  const { PrincipalType } = authorization;

  new authorization.RoleAssignment('read', {
    roleDefinitionId: builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7'),
    principalId: pumps.principalId,
    principalType: PrincipalType.ServicePrincipal,
    scope: group.id,
  });
  new authorization.RoleAssignment('twins', {
    roleDefinitionId: builtIn('494bdba2-168f-4f31-a0a1-191d2f7c028c'),
    principalId: pumps.principalId,
    principalType: PrincipalType.ServicePrincipal,
    scope: group.id,
  });
  new authorization.RoleAssignment('contribute', {
    roleDefinitionId: builtIn('b24988ac-6180-42a0-ab88-20f7382dd24c'),
    principalId: pumps.principalId,
    principalType: PrincipalType.ServicePrincipal,
    scope: subscription,
  });
  new authorization.RoleAssignment('maker', {
    roleDefinitionId: builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
    principalId: '5a0c7a10-0000-4000-8000-0000000000b1',
    principalType: PrincipalType.User,
    scope: subscription,
  });
  new authorization.RoleDefinition('operator', {
    roleName: 'Operator of pumps',
    scope: subscription,
    permissions: [{ actions: ['Microsoft.Devices/iotHubs/read', '*/write'], dataActions: ['*'] }],
    assignableScopes: ['/providers/Microsoft.Management/managementGroups/city'],
  });

  const credential = { resourceGroupName: group.name, resourceName: pumps.name };
  new managedidentity.FederatedIdentityCredential('pipeline', {
    ...credential,
    issuer: 'https://token.actions.githubusercontent.com',
    subject: 'repo:city-example/sewage:*',
    audiences: ['api://AzureADTokenExchange'],
  });
  new managedidentity.FederatedIdentityCredential('cluster', {
    ...credential,
    issuer: 'http://oidc.sewage.example/',
    subject: 'system:serviceaccount:pumps:control',
    audiences: ['https://sewage.example'],
  });
}
