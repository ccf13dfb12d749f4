import { describe, expect, test } from 'vitest';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import {
  sqlAdministrator,
  sqlAuditing,
  sqlDatabase,
  sqlDatabaseAlertPolicy,
  sqlEncryptionProtector,
  sqlEntraOnly,
  sqlExpressAssessment,
  sqlExtendedAuditing,
  sqlFirewallRule,
  sqlLongTermRetention,
  sqlManagedInstance,
  sqlManagedInstanceEntraOnly,
  sqlServer,
  sqlServerAssessment,
  sqlShortTermRetention,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { OptionValues, Rule } from '../../policies/src/rule/rule';
import {
  sqlAdminLogin,
  sqlAdminPassword,
  sqlCmk,
  sqlCmkRotation,
  sqlEntraAdmin,
  sqlEntraOnlyAuth,
  sqlManagedIdentity,
  sqlMinTls,
} from '../../policies/src/rules/sql';
import {
  sqlAuditGroups,
  sqlAuditIdentity,
  sqlAuditingOn,
  sqlAuditRetention,
} from '../../policies/src/rules/sql-auditing';
import {
  sqlBackupRedundancy,
  sqlLongRetention,
  sqlShortRetention,
  sqlZoneRedundant,
} from '../../policies/src/rules/sql-databases';
import {
  managedInstanceEntraOnly,
  managedInstanceMinTls,
} from '../../policies/src/rules/sql-managed-instance';
import { sqlFirewallRuleCount, sqlPublicNetwork } from '../../policies/src/rules/sql-network';
import { sqlAlertTypes, sqlAssessment, sqlRecurringScans } from '../../policies/src/rules/sql-threats';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly Resource[], options: OptionValues = {}) =>
  runRule(rule, resources, { options })
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ outcome, property }) => `${outcome} ${property}`);
const server = (properties: Properties = {}) =>
  resource(sqlServer, 'server', { serverName: 'plant-sql', ...properties });
const beside = (type: ArmType, properties: Properties, uses = ['server']) =>
  resource(type, 'beside', { serverName: UNKNOWN, ...properties }, { uses: { serverName: uses } });
const one = (type: ArmType, properties: Properties, ...uses: readonly string[]) => [
  resource(type, 'one', properties, { uses: Object.fromEntries(uses.map((path) => [path, ['other']])) }),
];

describe('a server', () => {
  test.each([
    ['1.2', []],
    ['1.3', []],
    ['1.0', ['fail minimalTlsVersion']],
    ['None', ['fail minimalTlsVersion']],
    [1.2, []],
    [UNKNOWN, ['unknown minimalTlsVersion']],
  ] as const)('with the TLS floor %j: %j', (minimalTlsVersion, expected) => {
    expect(found(sqlMinTls, [server({ minimalTlsVersion })])).toEqual(expected);
    expect(found(managedInstanceMinTls, one(sqlManagedInstance, { minimalTlsVersion }))).toEqual(expected);
  });

  test('without a TLS floor refuses old versions of itself; of an instance no page says so', () => {
    expect(found(sqlMinTls, [server()])).toEqual([]);
    expect(found(managedInstanceMinTls, one(sqlManagedInstance, {}))).toEqual(['fail minimalTlsVersion']);
  });

  test.each([
    ['disabled', []],
    ['SecuredByPerimeter', []],
    ['Enabled', ['fail publicNetworkAccess']],
    [false, ['fail publicNetworkAccess']],
  ] as const)('with public access %j: %j', (publicNetworkAccess, expected) => {
    expect(found(sqlPublicNetwork, [server({ publicNetworkAccess })])).toEqual(expected);
  });

  test.each([
    ['SystemAssigned', []],
    ['', ['fail identity.type']],
    ['none', ['fail identity.type']],
  ] as const)('with the identity "%s": %j', (type, expected) => {
    expect(found(sqlManagedIdentity, [server({ identity: { type } })])).toEqual(expected);
  });

  test.each([
    ['SA', ['fail administratorLogin']],
    ['plant-sa', []],
    [UNKNOWN, ['unknown administratorLogin']],
  ] as const)('with the login %s: %j', (administratorLogin, expected) => {
    expect(found(sqlAdminLogin, [server({ administratorLogin })])).toEqual(expected);
  });

  test.each([
    ['Passw0rd123!', undefined, ['fail administratorLoginPassword']],
    ['Passw0rd123!', ['Passw0rd123!'], []],
    ['Passw0rd123!', ['another'], ['fail administratorLoginPassword']],
    ['hT7-f2-wQ9-k1-Zz', undefined, []],
    [UNKNOWN, undefined, ['unknown administratorLoginPassword']],
    [['changeme'], undefined, []],
  ] as const)('with the password %j and the secrets %j: %j', (password, secretTexts, expected) => {
    const given = server({ administratorLoginPassword: password });
    const known = secretTexts === undefined ? given : { ...given, secretTexts };
    expect(found(sqlAdminPassword, [known])).toEqual(expected);
    const [finding] = runRule(sqlAdminPassword, [known]);
    expect(finding?.message ?? '').not.toContain('Passw0rd');
  });

  test.each([
    ['in a template file', 'hT7-f2-wQ9-k1-Zz', {}, ['fail administratorLoginPassword']],
    ['from a secure parameter', 'hT7-f2-wQ9-k1-Zz', { secretTexts: ['hT7-f2-wQ9-k1-Zz'] }, []],
    ['left empty', '', {}, []],
    ['known at deployment only', UNKNOWN, {}, ['unknown administratorLoginPassword']],
  ] as const)('with a password %s', (_where, password, more, expected) => {
    const given = server({ administratorLoginPassword: password });
    const inFile = { ...given, token: `arm:${sqlServer}`, document: { path: ['resources', 0] }, ...more };
    expect(found(sqlAdminPassword, [inFile])).toEqual(expected);
  });
});

describe('logins of Entra ID', () => {
  const path = 'administrators.azureADOnlyAuthentication';
  const only = (value: Value, uses?: string[]) =>
    beside(sqlEntraOnly, { azureADOnlyAuthentication: value }, uses);

  test.each([
    ['nothing', [server()], [`fail ${path}`]],
    ['a true', [server({ administrators: { azureADOnlyAuthentication: true } })], []],
    ['a true as text', [server({ administrators: { azureADOnlyAuthentication: 'true' } })], []],
    ['a false', [server({ administrators: { azureADOnlyAuthentication: false } })], [`fail ${path}`]],
    ['a block to come', [server({ administrators: UNKNOWN })], [`unknown ${path}`]],
    ['a switch beside it', [server(), only(true)], []],
    ['a switch that is off', [server(), only(false)], ['fail azureADOnlyAuthentication']],
    ['a switch to come', [server(), only(UNKNOWN)], ['unknown azureADOnlyAuthentication']],
    ['a switch of some server', [server(), only(true, [])], [`unknown ${path}`]],
    ['a switch alone', [only(false)], ['fail azureADOnlyAuthentication']],
  ] as const)('alone, with %s', (_what, resources, expected) => {
    expect(found(sqlEntraOnlyAuth, resources)).toEqual(expected);
  });

  test.each([
    ['nothing', [server()], ['fail administrators']],
    ['an empty block', [server({ administrators: {} })], ['fail administrators']],
    ['a block', [server({ administrators: { login: 'dba' } })], []],
    ['a block to come', [server({ administrators: UNKNOWN })], ['unknown administrators']],
    ['a resource', [server(), beside(sqlAdministrator, { login: 'dba' })], []],
  ] as const)('need an administrator, with %s', (_what, resources, expected) => {
    expect(found(sqlEntraAdmin, resources)).toEqual(expected);
  });

  test.each([
    ['plant-mi', []],
    ['other-mi', [`fail ${path}`]],
  ] as const)('of a managed instance are switched by the name %s', (managedInstanceName, expected) => {
    const instance = resource(sqlManagedInstance, 'instance', { managedInstanceName: 'plant-mi' });
    const given = { managedInstanceName, azureADOnlyAuthentication: true };
    const switched = resource(sqlManagedInstanceEntraOnly, 'only', given);
    expect(found(managedInstanceEntraOnly, [instance, switched])).toEqual(expected);
  });
});

describe('the key of a server', () => {
  test.each([
    ['nothing', [server()], ['fail keyId']],
    ['an address from nowhere', [server({ keyId: UNKNOWN })], ['unknown keyId']],
    ['an address to come', one(sqlServer, { keyId: UNKNOWN }, 'keyId'), []],
    ['an empty address', [server({ keyId: '' })], ['fail keyId']],
    ['a protector', [server(), beside(sqlEncryptionProtector, { serverKeyType: 'azurekeyvault' })], []],
    [
      'a protector of the service',
      [server(), beside(sqlEncryptionProtector, { serverKeyType: 'ServiceManaged' })],
      ['fail serverKeyType'],
    ],
  ] as const)('with %s', (_what, resources, expected) => {
    expect(found(sqlCmk, resources)).toEqual(expected);
  });

  test.each([
    [{ serverKeyType: 'ServiceManaged' }, []],
    [{ serverKeyType: 'AzureKeyVault' }, ['fail autoRotationEnabled']],
    [{ serverKeyType: UNKNOWN }, ['unknown serverKeyType']],
    [{ serverKeyType: UNKNOWN, autoRotationEnabled: true }, []],
  ] as const)('is rotated only where it is one: %o', (properties, expected) => {
    expect(found(sqlCmkRotation, one(sqlEncryptionProtector, properties))).toEqual(expected);
  });
});

describe('auditing', () => {
  const monitor = 'isAzureMonitorTargetEnabled';

  test.each([
    [{ state: 'Enabled', storageEndpoint: 'https://a' }, []],
    [{ state: 'Enabled', storageEndpoint: UNKNOWN }, ['unknown storageEndpoint']],
    [{ state: 'Enabled', storageEndpoint: '' }, [`fail ${monitor}`]],
    [{ state: 'Enabled', [monitor]: 'true' }, []],
    [{ state: 'Enabled', [monitor]: UNKNOWN }, [`unknown ${monitor}`]],
    [{ state: 'Enabled', [monitor]: false }, [`fail ${monitor}`]],
    [{ state: UNKNOWN }, [`fail ${monitor}`]],
    [{ state: UNKNOWN, [monitor]: true }, ['unknown state']],
    [{ state: 'Disabled', [monitor]: true }, ['fail state']],
    [{ [monitor]: true }, ['fail state']],
  ] as const)('is judged by %o', (properties, expected) => {
    for (const type of [sqlExtendedAuditing, sqlAuditing]) {
      expect(found(sqlAuditingOn, [server(), beside(type, properties)])).toEqual(expected);
    }
  });

  test('of another server says nothing about this one', () => {
    const policy = resource(sqlAuditing, 'audit', {
      serverName: 'other-sql',
      state: 'Enabled',
      storageEndpoint: 'https://example.blob.core.windows.net',
    });
    expect(found(sqlAuditingOn, [server(), policy])).toEqual(['fail auditingSettings']);
  });

  test.each([
    [0, []],
    ['0', []],
    [90, []],
    [89, ['fail retentionDays']],
    [-1, ['fail retentionDays']],
    ['', ['fail retentionDays']],
    [false, ['fail retentionDays']],
    [[], ['fail retentionDays']],
    [null, []],
    [UNKNOWN, ['unknown retentionDays']],
  ] as const)('keeps its records for %j days: %j', (retentionDays, expected) => {
    const given = one(sqlAuditing, { storageEndpoint: UNKNOWN, retentionDays }, 'storageEndpoint');
    expect(found(sqlAuditRetention, given)).toEqual(expected);
  });

  test.each([
    [89, ['unknown storageEndpoint']],
    [90, []],
  ] as const)('perhaps in an account, keeps its records for %j days: %j', (retentionDays, expected) => {
    const given = one(sqlAuditing, { storageEndpoint: UNKNOWN, retentionDays });
    expect(found(sqlAuditRetention, given)).toEqual(expected);
  });

  test('in a workspace is kept as the workspace says', () => {
    expect(found(sqlAuditRetention, one(sqlAuditing, { [monitor]: true, retentionDays: 1 }))).toEqual([]);
  });

  const all = ['batch_completed_group', 'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP'];
  const failed = 'FAILED_DATABASE_AUTHENTICATION_GROUP';
  test.each([
    [[...all, failed, 'DBCC_GROUP'], []],
    [all, ['fail auditActionsAndGroups']],
    [[], []],
    [null, []],
    [[...all, UNKNOWN], ['unknown auditActionsAndGroups[2]']],
    [UNKNOWN, ['unknown auditActionsAndGroups']],
  ] as const)('covers the groups %j: %j', (auditActionsAndGroups, expected) => {
    expect(found(sqlAuditGroups, one(sqlAuditing, { auditActionsAndGroups }))).toEqual(expected);
  });

  test.each([
    [{ storageAccountAccessKey: 'example-only' }, ['fail storageAccountAccessKey']],
    [{ storageAccountAccessKey: '' }, []],
    [{ storageAccountAccessKey: 'example-only', isManagedIdentityInUse: 'true' }, []],
    [
      { storageAccountAccessKey: 'example-only', isManagedIdentityInUse: UNKNOWN },
      ['unknown isManagedIdentityInUse'],
    ],
  ] as const)('needs no key: %o', (properties, expected) => {
    expect(found(sqlAuditIdentity, one(sqlExtendedAuditing, properties))).toEqual(expected);
  });
});

describe('alerts and scans', () => {
  test.each([
    [[], []],
    [[''], []],
    ['', []],
    [['Access_Anomaly'], ['fail disabledAlerts']],
    ['Access_Anomaly;', ['fail disabledAlerts']],
    [[UNKNOWN], ['fail disabledAlerts']],
    [UNKNOWN, ['unknown disabledAlerts']],
  ] as const)('are switched off by %j: %j', (disabledAlerts, expected) => {
    expect(found(sqlAlertTypes, one(sqlDatabaseAlertPolicy, { disabledAlerts }))).toEqual(expected);
  });

  const path = 'vulnerabilityAssessments';
  test.each([
    ['nothing', [], [`fail ${path}`]],
    ['the express way', [beside(sqlExpressAssessment, { state: 'enabled' })], []],
    ['the express way without a state', [beside(sqlExpressAssessment, {})], [`fail ${path}`]],
    ['a state to come', [beside(sqlExpressAssessment, { state: UNKNOWN })], [`unknown ${path}`]],
    ['the classic way', [beside(sqlServerAssessment, { storageContainerPath: 'x' })], []],
    [
      'the classic way beside an express way that is off',
      [
        beside(sqlExpressAssessment, { state: 'Disabled' }),
        beside(sqlServerAssessment, { storageContainerPath: 'x' }),
      ],
      [],
    ],
  ] as const)('find weak spots, with %s', (_what, settings, expected) => {
    expect(found(sqlAssessment, [server(), ...settings])).toEqual(expected);
  });

  const scans = (recurringScans: Value) =>
    found(sqlRecurringScans, one(sqlServerAssessment, { recurringScans }));
  test('come again and are mailed', () => {
    expect(scans({ isEnabled: 'true', emails: [UNKNOWN] })).toEqual([]);
    expect(scans({ isEnabled: true, emails: UNKNOWN })).toEqual(['unknown recurringScans.emails']);
    expect(scans({ isEnabled: UNKNOWN, emails: [] })).toEqual([
      'fail recurringScans.emails',
      'unknown recurringScans.isEnabled',
    ]);
    expect(scans(UNKNOWN)).toEqual(['unknown recurringScans']);
    expect(scans('weekly')).toEqual(['fail recurringScans.isEnabled', 'fail recurringScans.emails']);
  });
});

describe('a database', () => {
  test.each([
    ['Local', false, ['fail requestedBackupStorageRedundancy']],
    ['local', false, ['fail requestedBackupStorageRedundancy']],
    ['Zone', false, []],
    [null, false, []],
    [null, true, ['fail requestedBackupStorageRedundancy']],
    ['Geo', true, ['fail requestedBackupStorageRedundancy']],
    ['Local', true, ['fail requestedBackupStorageRedundancy']],
    ['Zone', true, []],
  ] as const)('with backups in %s, kept in its region %s: %j', (where, keepInRegion, expected) => {
    const given = one(sqlDatabase, { requestedBackupStorageRedundancy: where });
    expect(found(sqlBackupRedundancy, given, { keepInRegion })).toEqual(expected);
  });

  test.each([
    [7, 7, []],
    ['7', 7, []],
    [6, 7, ['fail retentionDays']],
    [null, 7, []],
    [null, 8, ['fail retentionDays']],
    [{}, 7, ['fail retentionDays']],
  ] as const)('goes back %j of %i days: %j', (retentionDays, minimumDays, expected) => {
    expect(found(sqlShortRetention, one(sqlShortTermRetention, { retentionDays }), { minimumDays })).toEqual(
      expected,
    );
  });

  test.each([
    ['P4W', []],
    ['P1Y2M', []],
    ['PT0S', ['fail weeklyRetention']],
    ['P0W', ['fail weeklyRetention']],
    ['P', ['fail weeklyRetention']],
    ['', ['fail weeklyRetention']],
    [4, ['fail weeklyRetention']],
    [null, ['fail weeklyRetention']],
    [UNKNOWN, ['unknown weeklyRetention']],
  ] as const)('keeps its weekly backups for %j: %j', (weeklyRetention, expected) => {
    const database = resource(sqlDatabase, 'database', { serverName: 'plant-sql', databaseName: 'batches' });
    const policy = { databaseName: 'batches', weeklyRetention };
    const retention = resource(sqlLongTermRetention, 'retention', policy);
    expect(found(sqlLongRetention, [database, retention])).toEqual(expected);
  });

  test.each([
    [{}, [], ['fail zoneRedundant']],
    [{ elasticPoolId: UNKNOWN }, ['elasticPoolId'], []],
    [{ elasticPoolId: UNKNOWN }, [], ['unknown elasticPoolId']],
    [{ elasticPoolId: UNKNOWN, zoneRedundant: true }, [], []],
    [{ elasticPoolId: '' }, [], ['fail zoneRedundant']],
    [{ zoneRedundant: 'true' }, [], []],
  ] as const)('in several zones: %o, of which %o are computed', (properties, uses, expected) => {
    expect(found(sqlZoneRedundant, one(sqlDatabase, properties, ...uses))).toEqual(expected);
  });
});

describe('the number of firewall rules', () => {
  const rules = (count: number, uses: string[]) =>
    Array.from({ length: count }, (_, index) =>
      resource(
        sqlFirewallRule,
        `rule-${index}-${uses}`,
        { serverName: UNKNOWN },
        { uses: { serverName: uses } },
      ),
    );

  test.each([
    [10, 0, []],
    [11, 0, ['fail firewallRules']],
    [10, 1, ['unknown firewallRules']],
    [11, 1, ['fail firewallRules']],
  ] as const)('%i of the server and %i of some server: %j', (own, others, expected) => {
    expect(found(sqlFirewallRuleCount, [server(), ...rules(own, ['server']), ...rules(others, [])])).toEqual(
      expected,
    );
  });
});
