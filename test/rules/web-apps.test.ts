import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ArmType } from '../../policies/src/resources/resource';
import {
  diagnosticSetting,
  webApp,
  webAppAuthSettings,
  webAppConnectionStrings,
  webAppFtp,
  webAppSettings,
  webAppSlot,
} from '../../policies/src/resources/types';
import { type Properties, UNKNOWN, type Value } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import {
  webAppAuth,
  webAppClientCert,
  webAppNoFtpBasicAuth,
  webAppSettingsNoSecrets,
} from '../../policies/src/rules/web-app-access';
import {
  webAppCors,
  webAppDefaultDeny,
  webAppPublicNetwork,
  webAppRouteAll,
} from '../../policies/src/rules/web-app-network';
import {
  webAppDiagnostics,
  webAppFtps,
  webAppMinTls,
  webAppRuntime,
  webAppSlotParity,
} from '../../policies/src/rules/web-apps';
import { resource, runRule } from '../../policies/src/testing';

const found = (rule: Rule, resources: readonly ReturnType<typeof resource>[]) =>
  runRule(rule, resources).map(({ outcome, property }) => `${outcome} ${property}`);
const faults = (rule: Rule, type: ArmType, properties: Properties) =>
  found(rule, [resource(type, 'app', properties)]).filter((outcome) => !outcome.startsWith('pass'));

describe('transport', () => {
  test.each([
    ['1.2', []],
    ['1.3', []],
    ['1.0', ['fail siteConfig.minTlsVersion']],
    [null, []],
    [{}, ['fail siteConfig.minTlsVersion']],
    [UNKNOWN, ['unknown siteConfig.minTlsVersion']],
  ])('TLS floor %j', (minTlsVersion, expected) => {
    expect(faults(webAppMinTls, webApp, { siteConfig: { minTlsVersion } })).toEqual(expected);
  });

  test.each([
    ['disabled', []],
    ['FTPSONLY', []],
    ['AllAllowed', ['fail siteConfig.ftpsState']],
    [false, ['fail siteConfig.ftpsState']],
    [UNKNOWN, ['unknown siteConfig.ftpsState']],
  ])('FTP %j', (ftpsState, expected) => {
    expect(faults(webAppFtps, webApp, { siteConfig: { ftpsState } })).toEqual(expected);
  });

  test('a slot reports known faults beside a block that is unknown', () => {
    expect(faults(webAppSlotParity, webAppSlot, { httpsOnly: false, siteConfig: UNKNOWN })).toEqual([
      'fail httpsOnly',
      'unknown siteConfig',
    ]);
  });
});

describe('language versions', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    ['NODE|22-lts', '2027-04-30T23:59:59Z', 'pass'],
    ['NODE|22-lts', '2027-05-01T00:00:00Z', 'fail'],
    ['Node|~22', '2027-05-01T00:00:00Z', 'fail'],
    ['NODE|23', '2025-01-01', 'fail'],
    ['NODE|18-lts', '2025-01-01', 'fail'],
    ['NODE|26', '2030-01-01', 'pass'],
    ['NODE|lts', '2030-01-01', 'pass'],
    ['DOTNETCORE|8.0', '2026-11-10', 'pass'],
    ['DOTNET-ISOLATED|8.0', '2026-11-11', 'fail'],
    ['dotnet|10.0', '2026-11-11', 'pass'],
    ['PYTHON|3.9', '2026-01-01', 'fail'],
    ['PYTHON|3.10', '2026-10-31', 'pass'],
    ['PYTHON|3.10', '2026-11-01', 'fail'],
    ['Python|3.13.1', '2029-01-01', 'pass'],
    ['PHP|7.4', '2026-01-01', 'fail'],
    ['JAVA|17-java17', '2040-01-01', 'pass'],
    ['DOCKER|plant/node:8', '2040-01-01', 'pass'],
    ['', '2040-01-01', 'pass'],
    [8, '2040-01-01', 'pass'],
    [UNKNOWN, '2026-01-01', 'unknown'],
  ] as const)('%j on %s: %s', (linuxFxVersion, day, outcome) => {
    vi.setSystemTime(new Date(day));
    expect(found(webAppRuntime, [resource(webApp, 'app', { siteConfig: { linuxFxVersion } })])).toEqual([
      `${outcome} siteConfig.linuxFxVersion`,
    ]);
  });
});

describe('logs', () => {
  const log = (...categories: readonly string[]) =>
    resource(
      diagnosticSetting,
      'logs',
      {
        resourceUri: UNKNOWN,
        workspaceId: UNKNOWN,
        logs: categories.map((category) => ({ category, enabled: true })),
      },
      { uses: { resourceUri: ['app'], workspaceId: ['logs'] } },
    );
  const app = (kind: Value) => resource(webApp, 'app', { kind });

  test.each([
    ['functionapp,linux', ['FunctionAppLogs'], 'pass'],
    ['functionapp,linux', ['AppServiceHTTPLogs'], 'fail'],
    ['app', ['AppServiceHTTPLogs'], 'pass'],
    ['app', ['FunctionAppLogs'], 'fail'],
    [null, ['AppServiceHTTPLogs'], 'pass'],
    [UNKNOWN, ['FunctionAppLogs', 'AppServiceHTTPLogs'], 'pass'],
    [UNKNOWN, ['AppServiceHTTPLogs'], 'unknown'],
    [UNKNOWN, ['AppServiceConsoleLogs'], 'fail'],
  ] as const)('of kind %s with %j: %s', (kind, categories, outcome) => {
    expect(found(webAppDiagnostics, [app(kind), log(...categories)])).toEqual([
      `${outcome} diagnosticSettings`,
    ]);
  });
});

describe('network', () => {
  test.each([
    [{}, ['fail publicNetworkAccess']],
    [{ publicNetworkAccess: 'DISABLED' }, []],
    [{ siteConfig: { publicNetworkAccess: 'Disabled' } }, []],
    [{ publicNetworkAccess: '', siteConfig: { publicNetworkAccess: 'Disabled' } }, []],
    [
      { publicNetworkAccess: 'Disabled', siteConfig: { publicNetworkAccess: 'Enabled' } },
      ['fail siteConfig.publicNetworkAccess'],
    ],
    [
      { publicNetworkAccess: 'Enabled', siteConfig: { publicNetworkAccess: UNKNOWN } },
      ['fail publicNetworkAccess', 'unknown siteConfig.publicNetworkAccess'],
    ],
    [{ siteConfig: UNKNOWN }, ['unknown siteConfig']],
    [{ publicNetworkAccess: true }, ['fail publicNetworkAccess']],
  ])('public access %j', (properties, expected) => {
    expect(faults(webAppPublicNetwork, webApp, properties)).toEqual(expected);
  });

  const main = 'siteConfig.ipSecurityRestrictionsDefaultAction';
  const scm = 'siteConfig.scmIpSecurityRestrictionsDefaultAction';
  const follows = 'siteConfig.scmIpSecurityRestrictionsUseMain';
  const deny = { ipSecurityRestrictionsDefaultAction: 'deny' };
  test.each([
    [{}, [`fail ${main}`, `fail ${scm}`]],
    [{ siteConfig: UNKNOWN }, ['unknown siteConfig']],
    [{ siteConfig: deny }, [`fail ${scm}`]],
    [{ siteConfig: { ...deny, scmIpSecurityRestrictionsUseMain: 'true' } }, []],
    [{ siteConfig: { ...deny, scmIpSecurityRestrictionsUseMain: UNKNOWN } }, [`unknown ${follows}`]],
    [{ siteConfig: { scmIpSecurityRestrictionsUseMain: true } }, [`fail ${main}`]],
    [{ publicNetworkAccess: 'Disabled' }, []],
    [{ siteConfig: { publicNetworkAccess: 'Disabled' } }, []],
    [{ publicNetworkAccess: UNKNOWN, siteConfig: deny }, ['unknown publicNetworkAccess']],
    [
      { publicNetworkAccess: 'Enabled', siteConfig: { ...deny, publicNetworkAccess: UNKNOWN } },
      [`fail ${scm}`],
    ],
  ])('default action %j', (properties, expected) => {
    expect(faults(webAppDefaultDeny, webApp, properties)).toEqual(expected);
  });

  test.each([
    [{ siteConfig: { vnetRouteAllEnabled: true } }, 'pass siteConfig.vnetRouteAllEnabled'],
    [{ outboundVnetRouting: { applicationTraffic: true } }, 'pass outboundVnetRouting.applicationTraffic'],
    [{ outboundVnetRouting: { allTraffic: false }, siteConfig: UNKNOWN }, 'unknown siteConfig'],
    [
      { outboundVnetRouting: UNKNOWN, siteConfig: { vnetRouteAllEnabled: 'true' } },
      'pass siteConfig.vnetRouteAllEnabled',
    ],
    [{ outboundVnetRouting: { backupRestoreTraffic: true } }, 'fail outboundVnetRouting.allTraffic'],
  ])('routing %j: %s', (properties, expected) => {
    for (const virtualNetworkSubnetId of ['subnet', UNKNOWN])
      expect(
        found(webAppRouteAll, [resource(webApp, 'app', { virtualNetworkSubnetId, ...properties })]),
      ).toEqual([expected]);
    expect(
      found(webAppRouteAll, [resource(webApp, 'app', { virtualNetworkSubnetId: '', ...properties })]),
    ).toEqual([]);
  });

  test('no origin, an unknown one and a list of another kind', () => {
    const cors = (allowedOrigins: Value) =>
      faults(webAppCors, webApp, { siteConfig: { cors: { allowedOrigins } } });
    expect(cors([])).toEqual([]);
    expect(cors(['https://a.example', UNKNOWN])).toEqual(['unknown siteConfig.cors.allowedOrigins[1]']);
    expect(cors('*')).toEqual([]);
  });
});

describe('access', () => {
  test.each([
    [{ clientCertEnabled: 'true' }, []],
    [{ clientCertEnabled: true, clientCertMode: 'OptionalInteractiveUser' }, ['fail clientCertMode']],
    [{ clientCertMode: UNKNOWN }, ['fail clientCertEnabled', 'unknown clientCertMode']],
    [{ clientCertEnabled: UNKNOWN, clientCertMode: 'required' }, ['unknown clientCertEnabled']],
  ])('client certificate %j', (properties, expected) => {
    expect(faults(webAppClientCert, webApp, properties)).toEqual(expected);
  });

  const app = resource(webApp, 'app', { name: 'portal' });
  test.each([
    [{ name: 'Portal', allow: false }, {}, 'pass'],
    [{ name: 'portal', allow: UNKNOWN }, {}, 'unknown'],
    [{ name: 'portal' }, {}, 'fail'],
    [{ name: UNKNOWN, allow: false }, {}, 'unknown'],
    [{ name: UNKNOWN, allow: false }, { name: ['app'] }, 'pass'],
    [{ name: UNKNOWN, allow: true }, { name: ['app'] }, 'fail'],
  ])('upload password beside %j, computed from %j: %s', (properties, uses, outcome) => {
    expect(found(webAppNoFtpBasicAuth, [app, resource(webAppFtp, 'ftp', properties, { uses })])).toEqual([
      `${outcome} basicPublishingCredentialsPolicies.ftp`,
    ]);
  });

  const signIn = { requireAuthentication: true };
  test.each([
    [{ platform: { enabled: true }, globalValidation: signIn }, 'pass'],
    [{ platform: { enabled: true }, globalValidation: UNKNOWN }, 'unknown'],
    [{ platform: { enabled: true } }, 'fail'],
    [{ platform: { enabled: UNKNOWN }, globalValidation: { requireAuthentication: false } }, 'fail'],
    [
      {
        platform: { enabled: true },
        globalValidation: { ...signIn, unauthenticatedClientAction: 'allowAnonymous' },
      },
      'fail',
    ],
  ])('sign-in %j: %s', (properties, outcome) => {
    const settings = resource(webAppAuthSettings, 'auth', { name: 'portal', ...properties });
    expect(found(webAppAuth, [app, settings])).toEqual([`${outcome} authSettingsV2`]);
  });
});

describe('settings', () => {
  const key = 'HostName=h;SharedAccessKeyName=service;SharedAccessKey=example-only';
  const setting = (name: Value, value: Value) =>
    faults(webAppSettingsNoSecrets, webApp, { siteConfig: { appSettings: [{ name, value }] } });
  const first = 'siteConfig.appSettings[0].value';

  test.each([
    ['HUB', key, [`fail ${first}`]],
    ['HUB__fullyQualifiedNamespace', key, [`fail ${first}`]],
    ['HUB__fullyQualifiedNamespace', UNKNOWN, []],
    ['AzureWebJobsStorage__accountName', UNKNOWN, []],
    ['AzureWebJobsStorage__blobServiceUri', UNKNOWN, []],
    ['HUB', UNKNOWN, [`unknown ${first}`]],
    [UNKNOWN, UNKNOWN, [`unknown ${first}`]],
    [UNKNOWN, key, [`fail ${first}`]],
    ['HUB', null, []],
    ['HUB', { value: key }, []],
    ['DB_PASSWORD', 'Example-2024', [`fail ${first}`]],
    ['DB_PASSWORD', '@Microsoft.KeyVault(VaultName=plant;SecretName=db)', []],
    ['DB_CONNECTION_STRING', 'Server=tcp:db;Authentication=ActiveDirectoryManagedIdentity', []],
  ])('%j of %j', (name, value, expected) => {
    expect(setting(name, value)).toEqual(expected);
  });

  test.each([
    [webAppSettings, { HUB: key, OTHER: UNKNOWN }, ['fail properties.HUB', 'unknown properties.OTHER']],
    [webAppSettings, { HUB__accountName: UNKNOWN }, []],
    [webAppSettings, { MAPS_API_KEY: 'k7Qn2xW0pR4sT8vY', SITE: 'north' }, ['fail properties.MAPS_API_KEY']],
    [webAppSettings, UNKNOWN, ['unknown properties']],
    [webAppSettings, [key], []],
    [webAppConnectionStrings, { HUB: { type: 'Custom', value: key } }, ['fail properties.HUB.value']],
    [webAppConnectionStrings, { HUB: UNKNOWN }, ['unknown properties.HUB']],
    [webAppConnectionStrings, { HUB: null }, []],
  ] as const)('as a resource of their own: %s %j', (type, properties, expected) => {
    expect(faults(webAppSettingsNoSecrets, type, { name: 'app', properties })).toEqual(expected);
  });

  test('on a slot, and in lists that are unknown as a whole', () => {
    const connectionStrings = [{ name: 'HUB', connectionString: key }];
    expect(
      faults(webAppSettingsNoSecrets, webAppSlot, {
        siteConfig: { appSettings: UNKNOWN, connectionStrings },
      }),
    ).toEqual(['fail siteConfig.connectionStrings[0].connectionString', 'unknown siteConfig.appSettings']);
  });

  test('never show what they hold', () => {
    const [finding] = runRule(webAppSettingsNoSecrets, [
      resource(webAppSettings, 'settings', { properties: { HUB: key } }),
    ]);
    expect(finding?.message).not.toContain('example-only');
  });
});
