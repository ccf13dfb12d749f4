import type { Part, TypeShape } from './classic';
import { always } from './classic-fields';
import { appSettings, currentSite, linuxStack, linuxWebStack, olderSite } from './classic-web-site';
import { enabledOrDisabled, type Field, identity, nameInId, same } from './shapes';
import { appServicePlan, webApp, webAppAuthSettings, webAppFtp, webAppScm, webAppSlot } from './types';

// The classes of @pulumi/azure 6.40 (sdk/nodejs/appservice) that are web apps, function apps, their slots and plans in
// Azure. Defaults: its descriptions ("Defaults to …").

const common: readonly Field[] = [
  ...same('tags', 'enabled'),
  identity,
  { to: 'httpsOnly', from: 'httpsOnly', absent: false },
  appSettings,
  {
    to: 'siteConfig.connectionStrings',
    from: 'connectionStrings',
    each: [...same('name', 'type'), { to: 'connectionString', from: 'value' }],
  },
];

/** What the classes of today write; `client_certificate_mode` has another default on functions. */
const current = (kind: string, certificateMode: string): readonly Field[] => [
  ...common,
  always('kind', kind),
  { to: 'serverFarmId', from: 'servicePlanId' },
  { to: 'clientCertEnabled', from: 'clientCertificateEnabled', absent: false },
  { to: 'clientCertMode', from: 'clientCertificateMode', absent: certificateMode },
  { to: 'clientCertExclusionPaths', from: 'clientCertificateExclusionPaths' },
  {
    to: 'publicNetworkAccess',
    from: 'publicNetworkAccessEnabled',
    as: enabledOrDisabled,
    absent: 'Enabled',
  },
  ...same('virtualNetworkSubnetId'),
  ...currentSite,
];

const webFields = (kind: string): readonly Field[] => current(kind, 'Required');
const functionFields = (kind: string): readonly Field[] => current(kind, 'Optional');

const byName: Field = { to: 'name', from: 'name' };

/** Whether a password opens deployment by FTP and by the deployment site. */
const password = (type: Part['type'], block: string): Part => ({
  type,
  block,
  owner: 'name',
  fields: [byName, ...same('resourceGroupName'), { to: 'allow', from: block }],
});

/** The settings of sign-in; those of the first version have another block, and mean the same. */
const signIn = (block: string, fields: readonly Field[]): Part => ({
  type: webAppAuthSettings,
  block,
  owner: 'name',
  fields: [
    byName,
    ...same('resourceGroupName'),
    ...fields.map((f) => ({ ...f, from: `${block}.${f.from}` })),
  ],
});

const parts: readonly Part[] = [
  password(webAppScm, 'webdeployPublishBasicAuthenticationEnabled'),
  signIn('authSettings', [{ to: 'platform.enabled', from: 'enabled' }]),
  signIn('authSettingsV2', [
    { to: 'platform.enabled', from: 'authEnabled', absent: false },
    { to: 'globalValidation.requireAuthentication', from: 'requireAuthentication' },
    {
      to: 'globalValidation.unauthenticatedClientAction',
      from: 'unauthenticatedAction',
      absent: 'RedirectToLoginPage',
    },
    { to: 'globalValidation.excludedPaths', from: 'excludedPaths' },
    { to: 'httpSettings.requireHttps', from: 'requireHttps', absent: true },
  ]),
];

/** A slot has neither; it stands where its app stands. */
const placed = same('resourceGroupName', 'location');

const ftp = password(webAppFtp, 'ftpPublishBasicAuthenticationEnabled');

const app = (name: string, fields: readonly Field[], more: readonly Part[] = [ftp]): TypeShape => [
  webApp,
  { classes: [`appservice/${name}`], fields: [byName, ...placed, ...fields], parts: [...more, ...parts] },
];

/** A slot names its app by its id. The settings of passwords and sign-in of a slot have types that no rule looks at. */
const slot = (name: string, owner: string, fields: readonly Field[]): TypeShape => [
  webAppSlot,
  {
    classes: [`appservice/${name}`],
    fields: [{ to: 'name', from: owner, as: nameInId }, { to: 'slot', from: 'name' }, ...fields],
  },
];

const older = (kind: string): readonly Field[] => [
  ...common,
  always('kind', kind),
  { to: 'serverFarmId', from: 'appServicePlanId' },
  ...olderSite,
];

/** The first classes leave the way into a network to a class of its own. */
const olderApp = (name: string, fields: readonly Field[]): TypeShape => [
  webApp,
  {
    classes: [`appservice/${name}`],
    fields: [byName, ...placed, ...fields],
    parts: [signIn('authSettings', [{ to: 'platform.enabled', from: 'enabled' }])],
    elsewhere: ['virtualNetworkSubnetId'],
  },
];

const olderSlot = (name: string, owner: string, fields: readonly Field[]): TypeShape => {
  const [type, shape] = slot(name, owner, fields);
  return [type, { ...shape, elsewhere: ['virtualNetworkSubnetId'] }];
};

/** Only function apps say what they allow where nothing is given. */
const everyFtp: Field = { to: 'siteConfig.ftpsState', from: 'siteConfig.ftpsState', absent: 'AllAllowed' };

const clientCert: Field = { to: 'clientCertEnabled', from: 'clientCertEnabled', absent: false };

/** The plan of functions that grow by themselves has no FTP, does not sleep, and names its runtime outside of the site. */
const flexible: readonly Field[] = [
  ...functionFields('functionapp,linux').filter(
    ({ from }) => from !== 'siteConfig.ftpsState' && from !== 'siteConfig.alwaysOn',
  ),
  { to: 'functionAppConfig.runtime.name', from: 'runtimeName' },
  { to: 'functionAppConfig.runtime.version', from: 'runtimeVersion' },
];

export const webShapes: readonly TypeShape[] = [
  app('linuxWebApp:LinuxWebApp', [...webFields('app,linux'), linuxWebStack]),
  app('windowsWebApp:WindowsWebApp', webFields('app')),
  app('linuxFunctionApp:LinuxFunctionApp', [...functionFields('functionapp,linux'), linuxStack]),
  app('windowsFunctionApp:WindowsFunctionApp', functionFields('functionapp')),
  app('appFlexConsumption:AppFlexConsumption', flexible, []),
  olderApp('appService:AppService', [...older('app'), clientCert, ...same('clientCertMode')]),
  olderApp('functionApp:FunctionApp', [...older('functionapp'), everyFtp, ...same('clientCertMode')]),
  slot('linuxWebAppSlot:LinuxWebAppSlot', 'appServiceId', [...webFields('app,linux'), linuxWebStack]),
  slot('windowsWebAppSlot:WindowsWebAppSlot', 'appServiceId', webFields('app')),
  slot('linuxFunctionAppSlot:LinuxFunctionAppSlot', 'functionAppId', [
    ...functionFields('functionapp,linux'),
    linuxStack,
  ]),
  slot('windowsFunctionAppSlot:WindowsFunctionAppSlot', 'functionAppId', functionFields('functionapp')),
  olderSlot('slot:Slot', 'appServiceName', older('app')),
  olderSlot('functionAppSlot:FunctionAppSlot', 'functionAppName', older('functionapp')),
  [
    webApp,
    {
      classes: ['appservice/virtualNetworkSwiftConnection:VirtualNetworkSwiftConnection'],
      only: ['virtualNetworkSubnetId'],
      fields: [
        { to: 'name', from: 'appServiceId', as: nameInId },
        { to: 'virtualNetworkSubnetId', from: 'subnetId' },
      ],
    },
  ],
  [
    webAppSlot,
    {
      classes: ['appservice/slotVirtualNetworkSwiftConnection:SlotVirtualNetworkSwiftConnection'],
      only: ['virtualNetworkSubnetId'],
      fields: [
        { to: 'name', from: 'appServiceId', as: nameInId },
        { to: 'slot', from: 'slotName' },
        { to: 'virtualNetworkSubnetId', from: 'subnetId' },
      ],
    },
  ],
  [
    appServicePlan,
    {
      classes: ['appservice/servicePlan:ServicePlan'],
      fields: [
        ...same('name', 'resourceGroupName', 'location', 'tags'),
        { to: 'sku.name', from: 'skuName' },
        { to: 'kind', from: 'osType' },
        { to: 'zoneRedundant', from: 'zoneBalancingEnabled' },
      ],
    },
  ],
  [
    appServicePlan,
    {
      classes: ['appservice/plan:Plan'],
      fields: [
        ...same('name', 'resourceGroupName', 'location', 'tags', 'kind', 'zoneRedundant'),
        { to: 'sku.name', from: 'sku.size' },
        { to: 'sku.tier', from: 'sku.tier' },
        { to: 'sku.capacity', from: 'sku.capacity' },
      ],
    },
  ],
];
