import { beforeAll, describe, expect, it } from 'vitest';
import { isInAzure, normalise } from '../../policies/src/resources/normalise';
import { everyType } from '../../policies/src/resources/types';
import { targets } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { previewed, previewedStacks } from './previewed';

/** Types that no rule is about, each with the reason. */
const withoutRule: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/roleEligibilityScheduleRequests':
    'roles that cannot manage anything, and only after activation; assignments have rules',
  'Microsoft.Consumption/budgets': 'tells of cost, opens nothing',
  'Microsoft.DataProtection/backupVaults/backupPolicies': 'says when; the vault has rules',
  'Microsoft.Authorization/locks': 'is what rules look for beside a storage account; has no unsafe setting',
  'Microsoft.ManagedIdentity/userAssignedIdentities': 'opens nothing; its role assignments have rules',
  'Microsoft.Network/privateDnsZones': 'holds names only; its links have a rule',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': 'puts names into zones; the endpoint has rules',
  'Microsoft.Resources/resourceGroups': 'holds other resources and has no setting but tags',
  'Microsoft.Security/advancedThreatProtectionSettings': 'is what rules look for beside Cosmos DB',
};

describe('every resource of the platform', () => {
  const types = new Set<string>();
  const notEvaluated: string[] = [];
  beforeAll(async () => {
    for (const stack of previewedStacks) {
      for (const registered of (await previewed(stack)).resources) {
        const normalised = normalise(registered);
        for (const resource of normalised.resources) if (isInAzure(resource)) types.add(resource.type);
        notEvaluated.push(...normalised.notEvaluated.map(({ resource, why }) => `${resource}: ${why}`));
      }
    }
  });

  const ruled = new Set(
    catalogue
      .flatMap(targets)
      .filter((type) => type !== everyType)
      .map((type) => type.toLowerCase()),
  );

  it('can be judged at all', () => {
    expect(notEvaluated).toEqual([]);
  });

  it('has a rule of its own or a reason for having none', () => {
    const without = [...types].filter((type) => !ruled.has(type.toLowerCase())).sort();
    expect(without.filter((type) => !(type in withoutRule))).toEqual([]);
    expect(Object.keys(withoutRule).filter((type) => !without.includes(type))).toEqual([]);
    expect(types.size - without.length).toBeGreaterThan(20);
  });
});
