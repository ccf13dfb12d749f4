import { describe, expect, test } from 'vitest';
import { actionGroup, backupVault, logAlert, metricAlert } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { actionGroupEnabled, alertRuleTells } from '../../policies/src/rules/alert-rules';
import {
  backupVaultCrossSubscription,
  backupVaultCustomerKey,
  backupVaultImmutable,
  backupVaultSoftDelete,
} from '../../policies/src/rules/backup-vaults';
import { resource, runRule } from '../../policies/src/testing';

/** What is wrong or open, with its place; nothing where the rule passes. */
const found = (rule: Rule, one: ReturnType<typeof resource>, options = {}) =>
  runRule(rule, [one], { options })
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ outcome, property }) => `${outcome} ${property}`);

describe('an alert', () => {
  test.each([
    [metricAlert, { enabled: true, actions: [{ actionGroupId: '/g' }] }, []],
    [metricAlert, { enabled: true, actions: [{ actionGroupId: UNKNOWN }] }, ['unknown actions']],
    [metricAlert, { enabled: UNKNOWN, actions: UNKNOWN }, ['unknown enabled', 'unknown actions']],
    [metricAlert, { enabled: true, actions: [{}] }, ['fail actions']],
    [metricAlert, { enabled: true }, ['fail actions']],
    [logAlert, { actions: { actionGroups: ['/g'] } }, []],
    [logAlert, { actions: { actionGroups: [] } }, ['fail actions']],
    [logAlert, { enabled: false, actions: { customProperties: {} } }, ['fail enabled', 'fail actions']],
  ] as const)('of type %s with %o: %o', (type, properties, wanted) => {
    expect(found(alertRuleTells, resource(type, 'alert', properties as Properties))).toEqual(wanted);
  });

  test('that gets its receivers from another resource tells somebody', () => {
    const alert = resource(metricAlert, 'alert', { actions: UNKNOWN }, { uses: { actions: ['team'] } });
    const findings = runRule(alertRuleTells, [resource(actionGroup, 'team', {}), alert]);
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass']);
  });

  test.each([
    [{}, []],
    [{ enabled: UNKNOWN }, ['unknown enabled']],
    [{ enabled: false }, ['fail enabled']],
  ])('goes to a group with %o: %o', (properties, wanted) => {
    expect(found(actionGroupEnabled, resource(actionGroup, 'team', properties))).toEqual(wanted);
  });
});

describe('a backup vault', () => {
  const vault = (properties: Properties) => resource(backupVault, 'vault', { properties });
  const under = 'properties.securitySettings';

  const immutability = `${under}.immutabilitySettings.state`;
  test.each([
    [{ immutabilitySettings: { state: 'unlocked' } }, {}, []],
    [{ immutabilitySettings: { state: UNKNOWN } }, {}, [`unknown ${immutability}`]],
    [{ immutabilitySettings: {} }, {}, [`fail ${immutability}`]],
    [{ immutabilitySettings: { state: 'Unlocked' } }, { requireLocked: true }, [`fail ${immutability}`]],
  ])('with %o under %o: %o', (securitySettings, options, wanted) => {
    expect(found(backupVaultImmutable, vault({ securitySettings }), options)).toEqual(wanted);
  });

  const deleted = `${under}.softDeleteSettings`;
  test.each([
    [{}, []],
    [{ softDeleteSettings: { state: 'Off', retentionDurationInDays: 30 } }, [`fail ${deleted}.state`]],
    [
      { softDeleteSettings: { state: UNKNOWN, retentionDurationInDays: 7 } },
      [`unknown ${deleted}.state`, `fail ${deleted}.retentionDurationInDays`],
    ],
  ])('with %o brings deleted backups back: %o', (securitySettings, wanted) => {
    expect(found(backupVaultSoftDelete, vault({ securitySettings })).sort()).toEqual(wanted.sort());
  });

  const encryption = `${under}.encryptionSettings`;
  test.each([
    [{ state: 'Enabled', infrastructureEncryption: 'Enabled' }, []],
    [{ state: 'Enabled' }, [`fail ${encryption}.infrastructureEncryption`]],
    [{ state: 'Inconsistent', infrastructureEncryption: 'enabled' }, [`fail ${encryption}.state`]],
  ])('with the encryption %o: %o', (encryptionSettings, wanted) => {
    expect(found(backupVaultCustomerKey, vault({ securitySettings: { encryptionSettings } }))).toEqual(
      wanted,
    );
  });

  const elsewhere = 'properties.featureSettings.crossSubscriptionRestoreSettings.state';
  test.each([
    [{}, [`fail ${elsewhere}`]],
    [{ crossSubscriptionRestoreSettings: { state: 'permanentlydisabled' } }, []],
    [{ crossSubscriptionRestoreSettings: { state: UNKNOWN } }, [`unknown ${elsewhere}`]],
  ])('with the features %o restores into other subscriptions: %o', (featureSettings, wanted) => {
    expect(found(backupVaultCrossSubscription, vault({ featureSettings }))).toEqual(wanted);
  });
});
