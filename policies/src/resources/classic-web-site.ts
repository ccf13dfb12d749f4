import { blockOf } from './classic-fields';
import { type Field, same } from './shapes';
import { isObject, isUnknown, textOf, UNKNOWN, type Value } from './value';

/** The settings of an app, which are a map in the classic provider. The provider adds settings of its own; they are left out. */
export const appSettings: Field = {
  to: 'siteConfig.appSettings',
  from: 'appSettings',
  build: (settings) =>
    isObject(settings) ? Object.entries(settings).map(([name, value]) => ({ name, value })) : settings,
};

const restriction: readonly Field[] = [
  ...same('name', 'ipAddress'),
  { to: 'priority', from: 'priority', absent: 65000 },
  { to: 'action', from: 'action', absent: 'Allow' },
  { to: 'tag', from: 'serviceTag', as: () => 'ServiceTag' },
  { to: 'vnetSubnetResourceId', from: 'virtualNetworkSubnetId' },
];

const inSite = (to: string, from: string, more: Partial<Field> = {}): Field => ({
  to: `siteConfig.${to}`,
  from: `siteConfig.${from}`,
  ...more,
});

/** What both generations of classes write in one way. `http2_enabled` and `remote_debugging_enabled` default to false. */
const site: readonly Field[] = [
  inSite('alwaysOn', 'alwaysOn'),
  inSite('http20Enabled', 'http2Enabled', { absent: false }),
  inSite('cors.allowedOrigins', 'cors.allowedOrigins'),
  inSite('cors.supportCredentials', 'cors.supportCredentials'),
  inSite('ipSecurityRestrictions', 'ipRestrictions', { each: restriction }),
  inSite('scmIpSecurityRestrictions', 'scmIpRestrictions', { each: restriction }),
  inSite('scmIpSecurityRestrictionsUseMain', 'scmUseMainIpRestriction'),
  inSite('healthCheckPath', 'healthCheckPath'),
  // `vnet_route_all_enabled` defaults to false; v3 has a block of its own for it as well.
  inSite('vnetRouteAllEnabled', 'vnetRouteAllEnabled', { absent: false }),
  { to: 'outboundVnetRouting.allTraffic', from: 'siteConfig.vnetRouteAllEnabled', absent: false },
];

/** The site of the classes for Linux and for Windows. */
export const currentSite: readonly Field[] = [
  ...site,
  inSite('minTlsVersion', 'minimumTlsVersion', { absent: '1.2' }),
  inSite('scmMinTlsVersion', 'scmMinimumTlsVersion', { absent: '1.2' }),
  inSite('ftpsState', 'ftpsState', { absent: 'Disabled' }),
  inSite('remoteDebuggingEnabled', 'remoteDebuggingEnabled', { absent: false }),
  inSite('ipSecurityRestrictionsDefaultAction', 'ipRestrictionDefaultAction', { absent: 'Allow' }),
  inSite('scmIpSecurityRestrictionsDefaultAction', 'scmIpRestrictionDefaultAction', { absent: 'Allow' }),
];

/** The site of the first classes, which stand for Linux and Windows together. */
export const olderSite: readonly Field[] = [
  ...site,
  inSite('minTlsVersion', 'minTlsVersion', { absent: '1.2' }),
  inSite('ftpsState', 'ftpsState'),
  inSite('linuxFxVersion', 'linuxFxVersion'),
];

/** The name that Azure has for each runtime of `linuxFxVersion`, by the setting that gives its version. */
const runtimes: { readonly [setting: string]: string } = {
  dotnetVersion: 'DOTNETCORE',
  goVersion: 'GO',
  javaVersion: 'JAVA',
  nodeVersion: 'NODE',
  phpVersion: 'PHP',
  pythonVersion: 'PYTHON',
  rubyVersion: 'RUBY',
  dockerImageName: 'DOCKER',
};

const functionRuntimes: { readonly [setting: string]: string } = {
  dotnetVersion: 'DOTNET',
  javaVersion: 'JAVA',
  nodeVersion: 'NODE',
  powershellCoreVersion: 'POWERSHELL',
  pythonVersion: 'PYTHON',
};

function fxVersion(stack: Value, names: { readonly [setting: string]: string }): Value | undefined {
  const block = blockOf(stack);
  const [setting] = Object.keys(names).filter((name) => (block[name] ?? '') !== '');
  if (setting === undefined) return undefined;
  const version = block[setting];
  if (isUnknown(version) || isUnknown(block.useDotnetIsolatedRuntime)) return UNKNOWN;
  const isolated = setting === 'dotnetVersion' && textOf(block.useDotnetIsolatedRuntime) === 'true';
  return `${isolated ? 'DOTNET-ISOLATED' : names[setting]}|${textOf(version)}`;
}

/** `NODE|20-lts`, which the provider puts together from its block of versions. */
export const linuxWebStack: Field = inSite('linuxFxVersion', 'applicationStack', {
  build: (stack) => fxVersion(stack, runtimes),
});

/** As {@link linuxWebStack}, for functions. */
export const linuxStack: Field = inSite('linuxFxVersion', 'applicationStack', {
  build: (stack) => fxVersion(stack, functionRuntimes),
});
