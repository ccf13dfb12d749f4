import { privateEndpoint, webApp, webAppSlot } from '../resources/types';
import type { Properties } from '../resources/value';
import { isFalse, isSet, isTrue, noneOf, notTrue, oneOf } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import type { Reading } from '../rule/reading';
import {
  defineRule,
  type Example,
  type ExampleResource,
  type ResourceView,
  type Verdict,
} from '../rule/rule';
import { privateEndpointRule } from '../rule/stack-rules';
import { undecidedAt } from '../rule/undecided';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: API version 2025-05-01, the default of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/app-service';
const restrictions = `${docs}/overview-access-restrictions`;
const vnet = `${docs}/overview-vnet-integration`;
const routing = `${docs}/configure-vnet-integration-routing`;
const endpoints = `${docs}/overview-private-endpoint`;

const networkControls = ['mcsb:NS-2', 'nist:SC-7', 'nist:AC-4', 'iec33:SR5.2', 'enisa:GP-TM-50'] as const;
const outboundControls = ['mcsb:NS-1', 'nist:SC-7', 'nist:AC-4', 'iec33:SR5.1', 'enisa:GP-TM-47'] as const;
const serviceControls = ['mcsb:NS-8', 'nist:CM-7', 'iec33:SR7.7', 'isvs:2.2.4', 'enisa:GP-TM-50'] as const;

/** One app alone, for examples that name the reported paths. */
const app = (properties: Properties, at?: readonly string[]): Example => ({
  resources: [{ type: webApp, name: 'ingest', properties }],
  ...(at ? { at } : {}),
});

export const webAppNoRemoteDebug = defineRule({
  id: 'webapp-no-remote-debug',
  title: 'No debugger can be attached to web and function apps from outside',
  topic: 'functions-hardening',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_72', 'CKV_AZURE_155'],
    psrule: ['Azure.AppService.RemoteDebug'],
    azurePolicy: ['cb510bfd-1cba-4d9f-a230-cb0976f4bb71', '0e60b895-3786-45da-8377-9c6b4b6ac5f9'],
  },
  target: [webApp, webAppSlot],
  property: 'siteConfig.remoteDebuggingEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls: serviceControls,
  why: 'Remote debugging opens further ports through which the running code can be halted and its memory read, with every key and reading in it. It is switched on for an hour and stays for years.',
  fix: {
    say: 'Set `siteConfig.remoteDebuggingEnabled` to `false`, or leave it out.',
    replaces: false,
    value: false,
  },
  serviceDefault: {
    is: 'remote debugging is off',
    source: 'https://learn.microsoft.com/azure/app-service/configure-common',
  },
  links: [`${docs}/configure-common`],
  examples: {
    good: [
      { properties: { kind: 'app', siteConfig: { remoteDebuggingEnabled: false } } },
      { properties: { kind: 'functionapp', siteConfig: { minTlsVersion: '1.2' } } },
    ],
    bad: [
      { properties: { siteConfig: { remoteDebuggingEnabled: true, remoteDebuggingVersion: 'VS2022' } } },
      { properties: { kind: 'functionapp', siteConfig: { remoteDebuggingEnabled: 'true' } } },
    ],
  },
});

const accessPaths = ['publicNetworkAccess', 'siteConfig.publicNetworkAccess'] as const;
const closed = oneOf('Disabled');
const isWritten = (reading: Reading) =>
  reading.state === 'unknown' || (reading.state === 'known' && reading.value !== '');

/** The property can be written in two places, and an empty text counts as not written. */
const writtenAccess = (view: ResourceView): readonly Reading[] =>
  accessPaths.map((path) => view.one(path)).filter(isWritten);

function checkPublicAccess(view: ResourceView): readonly Verdict[] {
  const written = writtenAccess(view);
  const readings: readonly Reading[] =
    written.length > 0 ? written : [{ state: 'absent', path: accessPaths[0], missing: accessPaths[0] }];
  return readings.map((reading) =>
    verdictOf(reading, {
      must: closed,
      whenAbsent: 'fail',
      serviceDefault: 'the app can be reached from the internet',
      printable: true,
    }),
  );
}

export const webAppPublicNetwork = defineRule({
  id: 'webapp-public-network-access-disabled',
  title: 'Web and function apps cannot be reached from the public internet',
  topic: 'functions-hardening',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_222', 'CKV_AZURE_221'],
    azurePolicy: ['1b5ef780-c53c-4a64-87f3-bb9c8c8094ba', '969ac98b-88a8-449f-883c-2e9adb123127'],
  },
  target: [webApp, webAppSlot],
  property: accessPaths,
  check: checkPublicAccess,
  printable: true,
  controls: networkControls,
  threats: ['T-C01', 'T-C11'],
  why: 'Code that takes in telemetry is called by hubs and queues, hardly ever by a browser. A public address only lets strangers send it crafted input and look for unguarded functions.',
  fix: {
    say: 'Set `publicNetworkAccess` to `Disabled`, and add a private endpoint where something has to call the app.',
    replaces: false,
  },
  serviceDefault: { is: 'the app can be reached from the internet', source: restrictions },
  links: [restrictions, endpoints],
  examples: {
    good: [
      { properties: { kind: 'functionapp', publicNetworkAccess: 'Disabled' } },
      { properties: { siteConfig: { publicNetworkAccess: 'Disabled', minTlsVersion: '1.2' } } },
    ],
    bad: [
      { properties: { kind: 'functionapp', httpsOnly: true } },
      app({ publicNetworkAccess: 'Enabled', siteConfig: { publicNetworkAccess: 'Disabled' } }, [
        'publicNetworkAccess',
      ]),
      app({ publicNetworkAccess: '' }, ['publicNetworkAccess']),
    ],
  },
});

const mainDefault = 'siteConfig.ipSecurityRestrictionsDefaultAction';
const scmDefault = 'siteConfig.scmIpSecurityRestrictionsDefaultAction';
const scmFollows = 'siteConfig.scmIpSecurityRestrictionsUseMain';

function checkDefaultAction(view: ResourceView): readonly Verdict[] {
  const written = writtenAccess(view);
  const open = written.find((reading) => reading.state === 'unknown');
  const isPublic = written.some((reading) => reading.state === 'known' && !closed.holds(reading.value));
  if (written.length > 0 && !open && !isPublic) return [{ outcome: 'pass', property: accessPaths[0] }];
  const terms = {
    must: oneOf('Deny'),
    whenAbsent: 'fail',
    serviceDefault: 'whoever no rule names is let in',
    printable: true,
  } as const;
  const follows = holds({ property: scmFollows, is: isTrue, whenAbsent: false }, view);
  const scm = follows === 'yes' ? [] : [verdictOf(view.one(scmDefault), terms)];
  const verdicts = [
    verdictOf(view.one(mainDefault), terms),
    ...(follows === 'maybe' ? undecidedAt(scmFollows, scm) : scm),
  ];
  return open && !isPublic ? undecidedAt(open.path, verdicts) : verdicts;
}

export const webAppDefaultDeny = defineRule({
  id: 'webapp-access-restriction-default-deny',
  title: 'Public web and function apps turn away whoever is not listed, on both of their sites',
  topic: 'functions-hardening',
  class: 'network',
  severity: 'medium',
  target: [webApp, webAppSlot],
  property: [mainDefault, scmDefault, scmFollows, ...accessPaths],
  check: checkDefaultAction,
  printable: true,
  controls: networkControls,
  threats: ['T-C01', 'T-C11'],
  why: 'Access rules of an app are often one rule for the office, while the default still lets in everybody. The deployment site, where code is replaced, has a list of its own that is left out even more often.',
  fix: {
    say: `Set \`${mainDefault}\` and \`${scmDefault}\` to \`Deny\` and list who may call. With \`${scmFollows}\` set to \`true\` one list serves both.`,
    replaces: false,
  },
  serviceDefault: { is: 'whoever no rule names is let in', source: restrictions },
  links: [restrictions, `${docs}/app-service-ip-restrictions`],
  examples: {
    good: [
      {
        properties: {
          siteConfig: {
            ipSecurityRestrictionsDefaultAction: 'Deny',
            scmIpSecurityRestrictionsDefaultAction: 'Deny',
            ipSecurityRestrictions: [{ name: 'plant', action: 'Allow', ipAddress: '203.0.113.0/24' }],
          },
        },
      },
      {
        properties: {
          siteConfig: {
            ipSecurityRestrictionsDefaultAction: 'Deny',
            scmIpSecurityRestrictionsUseMain: true,
          },
        },
      },
      { properties: { publicNetworkAccess: 'Disabled' } },
    ],
    bad: [
      {
        properties: {
          siteConfig: {
            ipSecurityRestrictions: [{ name: 'plant', action: 'Allow', ipAddress: '203.0.113.0/24' }],
          },
        },
      },
      app(
        {
          publicNetworkAccess: 'Enabled',
          siteConfig: {
            ipSecurityRestrictionsDefaultAction: 'Deny',
            scmIpSecurityRestrictionsDefaultAction: 'Allow',
          },
        },
        [scmDefault],
      ),
      app({ kind: 'functionapp' }, [mainDefault, scmDefault]),
    ],
  },
});

export const webAppCors = defineRule({
  id: 'webapp-cors-not-any',
  title: 'Web and function apps let no foreign web page call them',
  topic: 'functions-hardening',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_57', 'CKV_AZURE_62'],
    azurePolicy: ['5744710e-cc2f-4ee8-8809-3b11e89f4bc9', '0820b7b9-23aa-4725-a1ce-ae4558f718e5'],
  },
  target: [webApp, webAppSlot],
  property: 'siteConfig.cors.allowedOrigins[]',
  pass: noneOf('*'),
  whenAbsent: 'pass',
  controls: networkControls,
  why: 'With every origin allowed, any page that an operator opens can call the interface from the browser of that operator, inside the plant network, and read the answers.',
  fix: {
    say: 'List the addresses of your own pages in `siteConfig.cors.allowedOrigins`, and take out `*`.',
    replaces: false,
  },
  serviceDefault: { is: 'no foreign page may read answers' },
  links: [`${docs}/app-service-web-tutorial-rest-api`],
  examples: {
    good: [
      { properties: { siteConfig: { cors: { allowedOrigins: ['https://portal.example'] } } } },
      { properties: { kind: 'functionapp' } },
    ],
    bad: [
      app({ siteConfig: { cors: { allowedOrigins: ['*'] } } }, ['siteConfig.cors.allowedOrigins[0]']),
      app({ siteConfig: { cors: { allowedOrigins: ['https://portal.example', '*'] } } }, [
        'siteConfig.cors.allowedOrigins[1]',
      ]),
    ],
  },
});

export const webAppVnetIntegration = defineRule({
  id: 'webapp-vnet-integration',
  title: 'Web and function apps are connected to a virtual network',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['72d04c29-f87d-4575-9731-419ff16a2757'] },
  target: [webApp, webAppSlot],
  property: 'virtualNetworkSubnetId',
  pass: isSet,
  whenAbsent: 'fail',
  advisory: true,
  controls: outboundControls,
  why: 'Code outside of the network reaches hubs, vaults and databases only over their public addresses, so none of these can be closed as long as the code has to call them.',
  fix: {
    say: 'Set `virtualNetworkSubnetId` to a subnet that is delegated to the plan. Small plans do not offer it.',
    replaces: false,
  },
  serviceDefault: { is: 'the app stands outside of every virtual network', source: vnet },
  links: [vnet],
  examples: {
    good: [
      {
        properties: {
          kind: 'functionapp,linux',
          virtualNetworkSubnetId:
            '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/plant/subnets/functions',
        },
      },
    ],
    bad: [
      { properties: { kind: 'functionapp,linux', httpsOnly: true } },
      { properties: { kind: 'app', virtualNetworkSubnetId: '' } },
    ],
  },
});

// The last one is what the second one was called before.
const routes = [
  'outboundVnetRouting.allTraffic',
  'outboundVnetRouting.applicationTraffic',
  'siteConfig.vnetRouteAllEnabled',
] as const;

function checkRouteAll(view: ResourceView): readonly Verdict[] {
  const subnet = view.one('virtualNetworkSubnetId');
  // A subnet that is known only after deployment is one all the same.
  if (!isWritten(subnet)) return [];
  const readings = routes.map((path) => view.one(path));
  const on = readings.find((reading) => reading.state === 'known' && isTrue.holds(reading.value));
  if (on) return [{ outcome: 'pass', property: on.path }];
  const unknown = readings.find((reading) => reading.state === 'unknown');
  if (unknown) return [{ outcome: 'unknown', property: unknown.path }];
  const [property] = routes;
  const message = `Neither \`${routes.join('` nor `')}\` is \`true\`, so traffic to public addresses leaves beside the network.`;
  return [{ outcome: 'fail', property, message }];
}

export const webAppRouteAll = defineRule({
  id: 'webapp-route-all',
  title: 'Web and function apps in a virtual network send all their traffic through it',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['a691eacb-474d-47e4-b287-b4813ca44222', '32a913ec-5ed7-4b31-a5b0-198450d8fb13'] },
  target: [webApp, webAppSlot],
  property: routes,
  check: checkRouteAll,
  controls: outboundControls,
  why: 'Only private addresses go through the network by themselves. Everything else leaves past the firewall and its log, which is the way that taken-over code would use to carry data out.',
  fix: {
    say: 'Set `outboundVnetRouting.allTraffic` to `true`, or `siteConfig.vnetRouteAllEnabled` with older API versions.',
    replaces: false,
  },
  serviceDefault: { is: 'only traffic to private addresses goes through the network', source: routing },
  links: [routing],
  examples: {
    good: [
      { properties: { virtualNetworkSubnetId: 'subnet', outboundVnetRouting: { allTraffic: true } } },
      { properties: { virtualNetworkSubnetId: 'subnet', siteConfig: { vnetRouteAllEnabled: true } } },
      { properties: { kind: 'functionapp' } },
    ],
    bad: [
      { properties: { virtualNetworkSubnetId: 'subnet', siteConfig: { alwaysOn: true } } },
      app(
        {
          virtualNetworkSubnetId: 'subnet',
          outboundVnetRouting: { allTraffic: false, imagePullTraffic: true },
        },
        [routes[0]],
      ),
    ],
  },
});

export const webAppNoSsh = defineRule({
  id: 'webapp-no-ssh',
  title: 'Nobody can open a shell in web and function apps',
  topic: 'functions-hardening',
  class: 'network',
  severity: 'low',
  peers: { azurePolicy: ['25255ddf-ef4f-4283-975a-5590ad111bba'] },
  target: [webApp, webAppSlot],
  property: 'sshEnabled',
  pass: isFalse,
  whenAbsent: 'fail',
  printable: true,
  controls: serviceControls,
  why: 'A shell in the running app shows its settings and identity tokens to whoever may deploy it, and changes made there appear in no review and no release.',
  fix: {
    say: 'Set `sshEnabled` to `false` in production; give an app that is still being developed an exemption with a date.',
    replaces: false,
    value: false,
  },
  serviceDefault: {
    is: 'SSH is on',
    source: 'https://learn.microsoft.com/azure/app-service/configure-linux-open-ssh-session',
  },
  links: [`${docs}/configure-linux-open-ssh-session`],
  examples: {
    good: [{ properties: { kind: 'app,linux', sshEnabled: false } }],
    bad: [
      { properties: { kind: 'app,linux', sshEnabled: true } },
      { properties: { kind: 'app,linux', httpsOnly: true } },
    ],
  },
});

const ingest: ExampleResource = {
  type: webApp,
  name: 'ingest',
  properties: { name: 'ingest', kind: 'functionapp' },
};

export const webAppPrivateEndpoint = privateEndpointRule({
  id: 'webapp-private-endpoint',
  title: 'Web and function apps have a private endpoint',
  topic: 'functions-hardening',
  severity: 'low',
  peers: { azurePolicy: ['687aa49d-0982-40f8-bf6b-66d1da97a04b'] },
  target: webApp,
  groupIds: ['sites'],
  controls: [...networkControls, 'enisa:GP-TM-47'],
  threats: ['T-C01', 'T-C11'],
  why: 'Gateways and services of the plant that call the app directly use its public address as long as there is no private one, and so it cannot be closed to everybody else.',
  fix: {
    say: 'Add a `PrivateEndpoint` with the id of the app and the group id `sites`, with the DNS zone `privatelink.azurewebsites.net`. An app that nothing calls over HTTP can be exempt.',
    replaces: false,
  },
  serviceDefault: { is: 'no private endpoint exists', source: endpoints },
  links: [endpoints],
  examples: {
    good: [
      {
        resources: [
          ingest,
          {
            type: privateEndpoint,
            name: 'ingest-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['sites'] }] },
            uses: { privateLinkServiceConnections: ['ingest'] },
          },
        ],
      },
      {
        resources: [
          ingest,
          {
            type: privateEndpoint,
            name: 'ingest-endpoint',
            properties: {
              privateLinkServiceConnections: [
                {
                  privateLinkServiceId:
                    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/ingest',
                  groupIds: ['sites'],
                },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      { resources: [ingest] },
      {
        resources: [
          ingest,
          {
            type: privateEndpoint,
            name: 'slot-endpoint',
            properties: { privateLinkServiceConnections: [{ groupIds: ['sites-staging'] }] },
            uses: { privateLinkServiceConnections: ['ingest'] },
          },
        ],
      },
    ],
  },
});
