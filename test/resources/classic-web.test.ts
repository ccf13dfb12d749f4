import { describe, expect, it } from 'vitest';
import * as t from '../../policies/src/resources/types';
import { UNKNOWN } from '../../policies/src/resources/value';
import { idOf, itTranslates, translated } from './classic-table';

const app = idOf('Microsoft.Web/sites/plant');

describe('web apps and functions of the classic provider', () => {
  itTranslates([
    {
      title: 'web app with nothing but what is required',
      token: 'appservice/linuxWebApp:LinuxWebApp',
      type: t.webApp,
      classic: { name: 'plant', servicePlanId: '/plan', siteConfig: {} },
      v3: {
        name: 'plant',
        kind: 'app,linux',
        serverFarmId: '/plan',
        httpsOnly: false,
        clientCertEnabled: false,
        clientCertMode: 'Required',
        publicNetworkAccess: 'Enabled',
        outboundVnetRouting: { allTraffic: false },
        siteConfig: {
          minTlsVersion: '1.2',
          scmMinTlsVersion: '1.2',
          ftpsState: 'Disabled',
          remoteDebuggingEnabled: false,
          http20Enabled: false,
          ipSecurityRestrictionsDefaultAction: 'Allow',
          scmIpSecurityRestrictionsDefaultAction: 'Allow',
          vnetRouteAllEnabled: false,
        },
      },
      back: {
        httpsOnly: 'httpsOnly',
        clientCertEnabled: 'clientCertificateEnabled',
        publicNetworkAccess: 'publicNetworkAccessEnabled',
        'siteConfig.minTlsVersion': 'siteConfig.minimumTlsVersion',
        'siteConfig.scmMinTlsVersion': 'siteConfig.scmMinimumTlsVersion',
        'siteConfig.http20Enabled': 'siteConfig.http2Enabled',
        'siteConfig.ipSecurityRestrictionsDefaultAction': 'siteConfig.ipRestrictionDefaultAction',
        'siteConfig.appSettings[0].value': 'appSettings',
        'siteConfig.connectionStrings[1].connectionString': 'connectionStrings[1].value',
        'outboundVnetRouting.allTraffic': 'siteConfig.vnetRouteAllEnabled',
      },
    },
    {
      title: 'web app with everything set, and sign-in and passwords as resources of their own',
      token: 'appservice/windowsWebApp:WindowsWebApp',
      type: t.webApp,
      classic: {
        name: 'plant',
        httpsOnly: true,
        clientCertificateEnabled: true,
        publicNetworkAccessEnabled: false,
        virtualNetworkSubnetId: '/subnet',
        identity: { type: 'SystemAssigned' },
        appSettings: { ENDPOINT: 'https://plant', KEY: UNKNOWN },
        connectionStrings: [{ name: 'db', type: 'SQLAzure', value: 'secret' }],
        ftpPublishBasicAuthenticationEnabled: false,
        webdeployPublishBasicAuthenticationEnabled: true,
        authSettingsV2: { authEnabled: true, requireAuthentication: true, login: {} },
        siteConfig: {
          minimumTlsVersion: '1.3',
          ftpsState: 'FtpsOnly',
          cors: { allowedOrigins: ['*'] },
          ipRestrictions: [{ ipAddress: '10.0.0.0/8' }],
        },
      },
      v3: {
        kind: 'app',
        httpsOnly: true,
        clientCertEnabled: true,
        publicNetworkAccess: 'Disabled',
        virtualNetworkSubnetId: '/subnet',
        identity: { type: 'SystemAssigned' },
        siteConfig: {
          minTlsVersion: '1.3',
          ftpsState: 'FtpsOnly',
          cors: { allowedOrigins: ['*'] },
          ipSecurityRestrictions: [{ ipAddress: '10.0.0.0/8', action: 'Allow', priority: 65000 }],
          appSettings: [
            { name: 'ENDPOINT', value: 'https://plant' },
            { name: 'KEY', value: UNKNOWN },
          ],
          connectionStrings: [{ name: 'db', type: 'SQLAzure', connectionString: 'secret' }],
        },
      },
      parts: [
        [t.webAppFtp, { name: 'plant', allow: false }],
        [t.webAppScm, { name: 'plant', allow: true }],
        [
          t.webAppAuthSettings,
          {
            name: 'plant',
            platform: { enabled: true },
            globalValidation: {
              requireAuthentication: true,
              unauthenticatedClientAction: 'RedirectToLoginPage',
            },
            httpSettings: { requireHttps: true },
          },
        ],
      ],
    },
    {
      title: 'function app',
      token: 'appservice/linuxFunctionApp:LinuxFunctionApp',
      type: t.webApp,
      classic: { siteConfig: { applicationStack: { dotnetVersion: '8.0', useDotnetIsolatedRuntime: true } } },
      v3: {
        kind: 'functionapp,linux',
        clientCertMode: 'Optional',
        siteConfig: { linuxFxVersion: 'DOTNET-ISOLATED|8.0' },
      },
      back: { 'siteConfig.linuxFxVersion': 'siteConfig.applicationStack' },
    },
    {
      title: 'function app that grows by itself',
      token: 'appservice/appFlexConsumption:AppFlexConsumption',
      type: t.webApp,
      classic: { runtimeName: 'node', runtimeVersion: '20' },
      v3: { functionAppConfig: { runtime: { name: 'node', version: '20' } } },
    },
    {
      title: 'app service of the first classes',
      token: 'appservice/appService:AppService',
      type: t.webApp,
      classic: {
        name: 'old',
        appServicePlanId: '/plan',
        clientCertEnabled: true,
        authSettings: { enabled: false },
        siteConfig: { minTlsVersion: '1.0', linuxFxVersion: 'NODE|12' },
      },
      v3: {
        serverFarmId: '/plan',
        clientCertEnabled: true,
        siteConfig: { minTlsVersion: '1.0', linuxFxVersion: 'NODE|12' },
      },
      back: { 'siteConfig.minTlsVersion': 'siteConfig.minTlsVersion' },
      parts: [[t.webAppAuthSettings, { name: 'old', platform: { enabled: false } }]],
    },
    {
      title: 'function app of the first classes, which allows every FTP',
      token: 'appservice/functionApp:FunctionApp',
      type: t.webApp,
      classic: {},
      v3: { kind: 'functionapp', siteConfig: { ftpsState: 'AllAllowed', minTlsVersion: '1.2' } },
    },
    {
      title: 'slot',
      token: 'appservice/linuxWebAppSlot:LinuxWebAppSlot',
      type: t.webAppSlot,
      classic: { name: 'test', appServiceId: app, siteConfig: { ftpsState: 'AllAllowed' } },
      v3: { name: 'plant', slot: 'test', httpsOnly: false, siteConfig: { ftpsState: 'AllAllowed' } },
    },
    {
      title: 'slot of a function app',
      token: 'appservice/windowsFunctionAppSlot:WindowsFunctionAppSlot',
      type: t.webAppSlot,
      classic: { name: 'test', functionAppId: UNKNOWN },
      v3: { name: UNKNOWN, slot: 'test' },
    },
    {
      title: 'slot of the first classes',
      token: 'appservice/slot:Slot',
      type: t.webAppSlot,
      classic: { name: 'test', appServiceName: 'plant', httpsOnly: true },
      v3: { name: 'plant', slot: 'test', httpsOnly: true },
    },
    {
      title: 'plan',
      token: 'appservice/servicePlan:ServicePlan',
      type: t.appServicePlan,
      classic: { skuName: 'P1v3', osType: 'Linux', zoneBalancingEnabled: true },
      v3: { sku: { name: 'P1v3' }, kind: 'Linux', zoneRedundant: true },
    },
    {
      title: 'plan of the first classes',
      token: 'appservice/plan:Plan',
      type: t.appServicePlan,
      classic: { sku: { tier: 'Standard', size: 'S1' } },
      v3: { sku: { tier: 'Standard', name: 'S1' } },
    },
  ]);

  it.each([
    [{ nodeVersion: '20-lts' }, 'NODE|20-lts'],
    [{ dockerImageName: 'plant/app:1' }, 'DOCKER|plant/app:1'],
    [{ pythonVersion: UNKNOWN }, UNKNOWN],
    [[{ goVersion: '1.19' }], 'GO|1.19'],
    [UNKNOWN, UNKNOWN],
    [{}, undefined],
  ])('names the runtime of %j as %s', (applicationStack, linuxFxVersion) => {
    const [web] = translated('appservice/linuxWebApp:LinuxWebApp', { siteConfig: { applicationStack } });
    expect(web?.properties.siteConfig).toMatchObject(linuxFxVersion === undefined ? {} : { linuxFxVersion });
    if (linuxFxVersion === undefined) expect(web?.properties.siteConfig).not.toHaveProperty('linuxFxVersion');
  });

  it('keeps a site that is unknown as a whole as unknown', () => {
    const [web] = translated('appservice/windowsWebApp:WindowsWebApp', {
      siteConfig: UNKNOWN,
      appSettings: UNKNOWN,
    });
    expect(web?.properties.siteConfig).toMatchObject({ minTlsVersion: UNKNOWN, appSettings: UNKNOWN });
  });
});
