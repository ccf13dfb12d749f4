import { beforeAll, describe, expect, it } from 'vitest';
import { isInAzure, normalise } from '../../policies/src/resources/normalise';
import { everyType } from '../../policies/src/resources/types';
import { targets } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { previewed, previewedStacks } from './previewed';

/** Types that no rule is about, each with the reason. */
const withoutRule: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/roleEligibilityScheduleRequests': 'a role that has to be activated first',
  'Microsoft.Consumption/budgets': 'is about costs',
  'Microsoft.DataProtection/backupVaults/backupPolicies': 'says when backups are made; the vault has rules',
  'Microsoft.Devices/IotHubs/eventHubEndpoints/ConsumerGroups': 'names a reader, opens nothing',
  'Microsoft.EventHub/namespaces/eventhubs/consumergroups': 'names a reader, opens nothing',
  'Microsoft.Web/serverfarms': 'says which machines; the app has rules',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies/ftp': 'is what a rule looks for beside an app',
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies/scm': 'is what a rule looks for beside an app',
  'Microsoft.Authorization/locks': 'is what rules look for beside a storage account; has no unsafe setting',
  'Microsoft.Insights/actionGroups': 'says whom an alert tells; the alert has rules',
  'Microsoft.ManagedIdentity/userAssignedIdentities': 'opens nothing; its role assignments have rules',
  'Microsoft.Network/privateDnsZones': 'holds names only; its links have a rule',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups': 'puts names into zones; the endpoint has rules',
  'Microsoft.Resources/resourceGroups': 'holds other resources and has no setting but tags',
  'Microsoft.Security/advancedThreatProtectionSettings': 'is what rules look for beside Cosmos DB',
};

/** Services that the pack does not know at all, each with the reason. */
const notJudged: Readonly<Record<string, string>> = {
  'azure-native:azuresphere:': 'Azure Sphere has devices of its own kind; its settings open nothing',
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
    const unexplained = notEvaluated.filter(
      (text) => !Object.keys(notJudged).some((part) => text.includes(part)),
    );
    expect(unexplained).toEqual([]);
  });

  it('has a rule of its own or a reason for having none', () => {
    const without = [...types].filter((type) => !ruled.has(type.toLowerCase())).sort();
    expect(without.filter((type) => !(type in withoutRule))).toEqual([]);
    expect(types.size - without.length).toBeGreaterThan(20);
  });
});
