import { diagnosticSetting, webApp, webAppSlot } from '../resources/types';
import { textOf } from '../resources/value';
import { isTrue, notFalse, oneOf, tlsAtLeast } from '../rule/conditions';
import { holds } from '../rule/preconditions';
import {
  defineRule,
  type ExampleResource,
  type ResourceView,
  type Rule,
  type StackRule,
  type Verdict,
} from '../rule/rule';
import { diagnosticsRule } from '../rule/stack-rules';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Web apps and function apps are one type. Defaults of the service: API version 2025-05-01, the default of azure-native
// 3.28. What the rules ask of an app they ask of its slots, which run the same code in the same network; for HTTPS, TLS
// and FTP the slots have a rule of their own.
const docs = 'https://learn.microsoft.com/azure/app-service';
const tls = `${docs}/overview-tls`;
const ftp = `${docs}/deploy-ftp`;
const slots = `${docs}/deploy-staging-slots`;

export const webAppHttpsOnly = defineRule({
  id: 'webapp-https-only',
  title: 'Web and function apps answer over HTTPS only',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_14', 'CKV_AZURE_70'],
    psrule: ['Azure.AppService.UseHTTPS'],
    azurePolicy: ['a4af4a39-4135-47fb-b175-47fbdf85311d', '6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab'],
    kics: ['488847ff', '11e9a948'],
    trivy: ['AZU-0004', 'AZU-0072'],
  },
  target: webApp,
  property: 'httpsOnly',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'A gateway that is set up with `http://` works without complaint, and sends readings, function keys and tokens readable through every network on the way.',
  fix: { say: 'Set `httpsOnly` to `true`.', replaces: false, value: true },
  serviceDefault: {
    is: 'the app answers over plain HTTP as well',
    source: `${docs}/configure-ssl-bindings#enforce-https`,
  },
  links: [`${docs}/configure-ssl-bindings#enforce-https`],
  examples: {
    good: [{ properties: { kind: 'functionapp,linux', httpsOnly: true } }],
    bad: [
      { properties: { kind: 'functionapp,linux', httpsOnly: false } },
      { properties: { kind: 'app', siteConfig: { minTlsVersion: '1.2' } } },
    ],
  },
});

export const webAppMinTls = defineRule({
  id: 'webapp-min-tls',
  title: 'Web and function apps refuse TLS below 1.2',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_15', 'CKV_AZURE_145'],
    psrule: ['Azure.AppService.MinTLS'],
    azurePolicy: ['f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b', 'f9d614c5-c173-4d56-95a7-b4437057d193'],
    kics: ['b5c851d5', 'b7b9d1c7', '45fc717a'],
    trivy: ['AZU-0006'],
  },
  target: webApp,
  property: 'siteConfig.minTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  why: 'The floor is mostly lowered for one old gateway. From then on every caller can be pushed down to a broken version, and what it sends can be read or changed.',
  fix: {
    say: 'Set `siteConfig.minTlsVersion` to `1.2` or `1.3`, or leave it out.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'the floor is TLS 1.2', source: tls },
  links: [tls],
  examples: {
    good: [
      { properties: { httpsOnly: true, siteConfig: { minTlsVersion: '1.3', http20Enabled: true } } },
      { properties: { httpsOnly: true } },
    ],
    bad: [
      { properties: { httpsOnly: true, siteConfig: { minTlsVersion: '1.0' } } },
      { properties: { siteConfig: { minTlsVersion: '1.1', alwaysOn: true } } },
    ],
  },
});

export const webAppScmMinTls = defineRule({
  id: 'webapp-scm-min-tls',
  title: 'The deployment site of web and function apps refuses TLS below 1.2',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'medium',
  target: [webApp, webAppSlot],
  property: 'siteConfig.scmMinTlsVersion',
  pass: tlsAtLeast('1.2'),
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('functions-hardening'),
  why: 'Beside each app stands a second site that takes new code and shows its files and settings. It has a floor of its own, and one that is forgotten there opens the way into the app itself.',
  fix: {
    say: 'Set `siteConfig.scmMinTlsVersion` to `1.2` or `1.3`, or leave it out.',
    replaces: false,
    value: '1.2',
  },
  serviceDefault: { is: 'the floor is TLS 1.2', source: tls },
  links: [tls],
  examples: {
    good: [
      { properties: { siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2' } } },
      { properties: { kind: 'functionapp', httpsOnly: true } },
    ],
    bad: [
      { properties: { siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.0' } } },
      { properties: { kind: 'functionapp', siteConfig: { scmMinTlsVersion: '1.1' } } },
    ],
  },
});

const encryptedFtp = oneOf('Disabled', 'FtpsOnly');
const ftpDefault = 'the FTP endpoint is active, and nothing confines it to FTPS';

export const webAppFtps = defineRule({
  id: 'webapp-ftps',
  title: 'Web and function apps take no files over plain FTP',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_78'],
    psrule: ['Azure.AppService.WebSecureFtp'],
    azurePolicy: ['4d24b6d4-5e53-4a4f-a7f4-618fa573ee4b', '399b2637-a50f-4f95-96f8-3a145476eb15'],
    kics: ['85da374f', '9dab0179'],
    trivy: ['AZU-0071'],
  },
  target: webApp,
  property: 'siteConfig.ftpsState',
  pass: encryptedFtp,
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('functions-hardening'),
  why: 'FTP sends the password for uploads readable. Whoever records one upload can replace the code that decides what happens to every message of the plant.',
  fix: {
    say: 'Set `siteConfig.ftpsState` to `Disabled`, or to `FtpsOnly` where files still arrive that way.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: ftpDefault, source: ftp },
  links: [ftp],
  examples: {
    good: [
      { properties: { siteConfig: { ftpsState: 'Disabled', linuxFxVersion: 'Node|22' } } },
      { properties: { siteConfig: { ftpsState: 'FtpsOnly' } } },
    ],
    bad: [
      { properties: { siteConfig: { ftpsState: 'AllAllowed', linuxFxVersion: 'Node|22' } } },
      { properties: { siteConfig: { minTlsVersion: '1.2' } } },
      { properties: { httpsOnly: true } },
    ],
  },
});

export const webAppEndToEndEncryption = defineRule({
  id: 'webapp-end-to-end-encryption',
  title: 'Traffic to web and function apps stays encrypted up to the worker',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'low',
  peers: { azurePolicy: ['af1d7e88-c1c8-4ea8-be1f-87bff0df9101', '387140f1-6da9-4741-bcee-3b5edcdfd9ec'] },
  target: [webApp, webAppSlot],
  property: 'endToEndEncryptionEnabled',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  advisory: true,
  controls: controlsBesideCis('functions-hardening'),
  why: 'Without it TLS ends at the front end of the platform, and requests cross the inside of the data centre in plain form; contracts of utilities often forbid exactly that.',
  fix: {
    say: 'Set `endToEndEncryptionEnabled` to `true`. Not every plan offers it.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS ends at the front end', source: `${tls}#end-to-end-tls-encryption` },
  links: [tls],
  examples: {
    good: [{ properties: { kind: 'app,linux', httpsOnly: true, endToEndEncryptionEnabled: true } }],
    bad: [
      { properties: { kind: 'app,linux', httpsOnly: true, endToEndEncryptionEnabled: false } },
      { properties: { kind: 'app,linux', httpsOnly: true } },
    ],
  },
});

export const webAppHttp2 = defineRule({
  id: 'webapp-http2',
  title: 'Web and function apps speak HTTP/2',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_18', 'CKV_AZURE_67'],
    psrule: ['Azure.AppService.HTTP2'],
    azurePolicy: ['8c122334-9d20-4eb8-89ea-ac9a705b74ae', 'e2c1c086-2d84-4019-bff3-c44ccd95113c'],
    kics: ['70111098', '525b53be', 'ace823d1'],
    trivy: ['AZU-0005'],
  },
  target: [webApp, webAppSlot],
  property: 'siteConfig.http20Enabled',
  pass: notFalse,
  whenAbsent: 'pass',
  printable: true,
  controls: controlsBesideCis('functions-hardening'),
  why: 'HTTP/2 rules out the weak ciphers that older clients still offer, and a gateway sends many readings over one connection instead of opening a new one for each.',
  fix: {
    say: 'Set `siteConfig.http20Enabled` to `true`, or leave it out.',
    replaces: false,
    value: true,
  },
  serviceDefault: { is: 'HTTP/2 is on', source: 'azure-native 3.28, default of the SDK' },
  links: [`${docs}/configure-common`],
  examples: {
    good: [
      { properties: { siteConfig: { http20Enabled: true, netFrameworkVersion: 'v4.6' } } },
      { properties: { kind: 'functionapp' } },
    ],
    bad: [
      { properties: { siteConfig: { http20Enabled: false, minTlsVersion: '1.2' } } },
      { properties: { kind: 'app', siteConfig: { http20Enabled: 'false' } } },
    ],
  },
});

export const webAppSlotParity = defineRule({
  id: 'webapp-slot-parity',
  title: 'Slots of web and function apps are as closed as the app: HTTPS, TLS 1.2, no plain FTP',
  topic: 'functions-hardening',
  class: 'secure-transfer',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_153', 'CKV_AZURE_154'] },
  target: webAppSlot,
  property: ['httpsOnly', 'siteConfig.minTlsVersion', 'siteConfig.ftpsState'],
  check: (view) => [
    verdictOf(view.one('httpsOnly'), {
      must: isTrue,
      whenAbsent: 'fail',
      serviceDefault: 'the slot answers over plain HTTP as well',
      printable: true,
    }),
    verdictOf(view.one('siteConfig.minTlsVersion'), {
      must: tlsAtLeast('1.2'),
      whenAbsent: 'pass',
      serviceDefault: 'the floor is TLS 1.2',
      printable: true,
    }),
    verdictOf(view.one('siteConfig.ftpsState'), {
      must: encryptedFtp,
      whenAbsent: 'fail',
      serviceDefault: ftpDefault,
      printable: true,
    }),
  ],
  printable: true,
  why: 'A slot has a public address and settings of its own, and the next swap makes it the running app. What was left open for a trial then serves the plant.',
  fix: {
    say: 'Set `httpsOnly` to `true`, `siteConfig.minTlsVersion` to `1.2` and `siteConfig.ftpsState` to `Disabled` on the slot as well.',
    replaces: false,
  },
  serviceDefault: { is: 'a slot takes over none of the three from its app', source: slots },
  links: [slots],
  examples: {
    good: [
      {
        properties: {
          slot: 'staging',
          httpsOnly: true,
          siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled' },
        },
      },
      { properties: { slot: 'staging', httpsOnly: true, siteConfig: { ftpsState: 'FtpsOnly' } } },
    ],
    bad: [
      {
        properties: { slot: 'staging', httpsOnly: true, siteConfig: { minTlsVersion: '1.0' } },
        at: ['siteConfig.minTlsVersion', 'siteConfig.ftpsState'],
      },
      { properties: { slot: 'staging' }, at: ['httpsOnly', 'siteConfig.ftpsState'] },
    ],
  },
});

/** Where the makers of the languages say how long they support what. */
const lifetimes = [
  'https://github.com/nodejs/release#release-schedule',
  'https://dotnet.microsoft.com/platform/support/policy',
  'https://devguide.python.org/versions/',
  'https://www.php.net/supported-versions.php',
] as const;

/**
 * The versions that are still supported somewhere, oldest first, with their last day, as the pages above say (compared in
 * November 2026). Python tells the month only. PHP 8.5 has the four years that its makers give every version.
 */
const supported: { readonly [runtime: string]: readonly (readonly [version: string, lastDay: string])[] } = {
  node: [
    ['20', '2026-04-30'],
    ['22', '2027-04-30'],
    ['24', '2028-04-30'],
  ],
  dotnet: [
    ['8', '2026-11-10'],
    ['9', '2026-11-10'],
    ['10', '2028-11-14'],
  ],
  python: [
    ['3.10', '2026-10-31'],
    ['3.11', '2027-10-31'],
    ['3.12', '2028-10-31'],
    ['3.13', '2029-10-31'],
    ['3.14', '2030-10-31'],
  ],
  php: [
    ['8.2', '2026-12-31'],
    ['8.3', '2027-12-31'],
    ['8.4', '2028-12-31'],
    ['8.5', '2029-12-31'],
  ],
};

const inOrder = (version: string): number => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
};

/** Whether support has ended: the day is past, or the version stands behind the newest one without being listed. */
function hasEnded(text: string, now: Date): boolean {
  const [, name = '', version = ''] = /^([a-z-]+)\|~?(\d+(?:\.\d+)*)/i.exec(text.trim()) ?? [];
  const versions = supported[name.toLowerCase().replace(/^dotnet(core|-isolated)$/, 'dotnet')];
  const newest = versions?.at(-1)?.[0];
  if (!versions || newest === undefined) return false;
  const listed = versions.find(([known]) => version === known || version.startsWith(`${known}.`));
  if (!listed) return inOrder(version) < inOrder(newest);
  return now.getTime() >= Date.parse(listed[1]) + 24 * 60 * 60 * 1000;
}

function checkRuntime(view: ResourceView): readonly Verdict[] {
  const reading = view.one('siteConfig.linuxFxVersion');
  const property = reading.path;
  if (reading.state === 'unknown') return [{ outcome: 'unknown', property }];
  const ended =
    reading.state === 'known' && typeof reading.value === 'string' && hasEnded(reading.value, new Date());
  const message = `\`${property}\` names a version that its makers no longer support, so known faults in it stay open.`;
  return [ended ? { outcome: 'fail', property, message } : { outcome: 'pass', property }];
}

export const webAppRuntime = defineRule({
  id: 'webapp-runtime-supported',
  title: 'Web and function apps run on a language version that is still supported',
  topic: 'functions-hardening',
  class: 'supply-chain',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_80', 'CKV_AZURE_81', 'CKV_AZURE_82', 'CKV_AZURE_83'],
    psrule: ['Azure.AppService.NETVersion', 'Azure.AppService.NodeJsVersion'],
    azurePolicy: ['7008174a-fd10-4ef0-817e-fc820a951d73'],
    kics: ['96fe318e', 'cc4aaa9d'],
    trivy: ['AZU-0069', 'AZU-0070'],
  },
  target: [webApp, webAppSlot],
  property: 'siteConfig.linuxFxVersion',
  check: checkRuntime,
  controls: ['mcsb:PV-6', 'nist:SI-2', 'iec33:SR7.6', 'isvs:3.2.4', 'iot10:I5', 'nis2:21.2.e'],
  threats: ['T-X06', 'T-C11'],
  why: 'Faults in a runtime that has reached its end are published and never mended, and the platform stops it one day: then readings of the plant are lost until the code has been moved.',
  fix: {
    say: 'Set `siteConfig.linuxFxVersion` to a supported version of the language, after a test in a slot.',
    replaces: false,
  },
  serviceDefault: { is: 'the app has no built-in runtime on Linux' },
  links: [`${docs}/language-support-policy`, ...lifetimes],
  examples: {
    good: [
      { properties: { kind: 'functionapp,linux', siteConfig: { linuxFxVersion: 'Python|3.14' } } },
      {
        properties: { kind: 'app,linux,container', siteConfig: { linuxFxVersion: 'DOCKER|plant/ingest:7' } },
      },
      { properties: { kind: 'functionapp' } },
    ],
    bad: [
      { properties: { kind: 'functionapp,linux', siteConfig: { linuxFxVersion: 'Node|18' } } },
      { properties: { kind: 'app,linux', siteConfig: { linuxFxVersion: 'DOTNETCORE|6.0' } } },
      { properties: { kind: 'app,linux', siteConfig: { linuxFxVersion: 'PYTHON|3.8' } } },
    ],
  },
});

const logs = (resourceUri: string, category: string): ExampleResource => ({
  type: diagnosticSetting,
  name: 'ingest-logs',
  properties: {
    resourceUri,
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    logs: [{ category, enabled: true }],
  },
});
const app = (properties: ExampleResource['properties']): ExampleResource => ({
  type: webApp,
  name: 'ingest',
  properties: { name: 'ingest', ...properties },
});
const appId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/ingest';

const logsRule = (category: string) =>
  diagnosticsRule({
    id: 'webapp-diagnostics',
    title: 'Web and function apps send their logs to a place that keeps them',
    topic: 'iothub-diagnostics',
    severity: 'low',
    peers: {
      checkov: ['CKV_AZURE_63', 'CKV_AZURE_65', 'CKV_AZURE_66', 'CKV_AZURE_159'],
      azurePolicy: ['91a78b24-f231-4a8a-8da9-02c35b2b6510'],
    },
    target: webApp,
    categories: [category],
    controls: controlsBesideCis('iothub-diagnostics'),
    threats: ['T-C10', 'T-C11'],
    why: 'Malformed or hostile messages show first in the logs of the code that reads them. On the app itself those last for days, which is shorter than it takes to notice.',
    fix: {
      say: 'Add a `DiagnosticSetting` with the id of the app, a workspace, and the category `FunctionAppLogs` for function apps or `AppServiceHTTPLogs` for others.',
      replaces: false,
    },
    serviceDefault: {
      is: 'no log is kept outside of the app',
      source: 'https://learn.microsoft.com/azure/azure-monitor/essentials/resource-logs',
    },
    links: [
      'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-web-sites-logs',
    ],
    examples: {
      good: [
        { resources: [app({ kind: 'functionapp,linux' }), logs(appId, 'FunctionAppLogs')] },
        { resources: [app({ kind: 'app' }), logs(appId, 'AppServiceHTTPLogs')] },
        {
          resources: [
            app({ kind: 'app' }),
            {
              ...logs(appId, ''),
              properties: { workspaceId: 'w', logs: [{ categoryGroup: 'allLogs', enabled: true }] },
              uses: { resourceUri: ['ingest'] },
            },
          ],
        },
      ],
      bad: [
        { resources: [app({ kind: 'functionapp,linux' })] },
        { resources: [app({ kind: 'functionapp,linux' }), logs(appId, 'AppServiceHTTPLogs')] },
        { resources: [app({ kind: 'app' }), logs(`${appId}-other`, 'AppServiceHTTPLogs')] },
      ],
    },
  });

const functionLogs = logsRule('FunctionAppLogs');
const httpLogs = logsRule('AppServiceHTTPLogs');

export const webAppDiagnostics: Rule = defineRule({
  ...functionLogs,
  checkStack: (subject, stack, options) => {
    const isFunction = holds(
      {
        property: 'kind',
        is: { expected: '', holds: (kind) => /functionapp/i.test(textOf(kind)) },
        whenAbsent: false,
      },
      stack.view(subject),
    );
    const asked = { yes: [functionLogs], no: [httpLogs], maybe: [functionLogs, httpLogs] }[isFunction];
    const verdicts = asked.flatMap((rule) => rule.checkStack(subject, stack, options));
    // While the kind is unknown, a setting that serves neither kind is a fault, and one that serves both is none.
    const [first, second] = verdicts;
    if (second === undefined || first?.outcome === second.outcome) return verdicts.slice(0, 1);
    return [{ outcome: 'unknown', property: second.property }];
  },
} satisfies StackRule);
