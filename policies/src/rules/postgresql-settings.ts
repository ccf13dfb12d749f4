import { postgresConfiguration, postgresServer } from '../resources/types';
import type { Properties } from '../resources/value';
import { atLeast, type Condition, tlsAtLeast } from '../rule/conditions';
import type { Example, ExampleResource } from '../rule/rule';
import { neededSettingsRule, safeSettingRule, switchedOn } from '../rule/server-settings';

const docs = 'https://learn.microsoft.com/azure/postgresql/flexible-server';
const parameters = `${docs}/concepts-server-parameters`;
const tls = `${docs}/concepts-networking-ssl-tls`;
const logging = `${docs}/concepts-logging`;
const audit = `${docs}/concepts-audit`;

const setting = (configurationName: string, value: string): Properties => ({
  serverName: 'plant-pg',
  configurationName,
  value,
  source: 'user-override',
});

/** Examples of a setting that is right from the start. Another setting with the same value says nothing. */
const values = (name: string, right: readonly string[], wrong: readonly string[]) => ({
  good: [
    ...right.map((value): Example => ({ properties: setting(name, value) })),
    { properties: setting('jit', wrong[0] ?? 'off') },
    { properties: { serverName: 'plant-pg', configurationName: name } },
  ],
  bad: wrong.map((value): Example => ({ properties: setting(name, value), at: ['value'] })),
});

const server: ExampleResource = {
  type: postgresServer,
  name: 'server',
  properties: { serverName: 'plant-pg', version: '16' },
};

const on = (configurationName: string, value: string): ExampleResource => ({
  type: postgresConfiguration,
  name: configurationName,
  properties: { configurationName, value, source: 'user-override' },
  uses: { serverName: ['server'] },
});

export const postgresSecureTransport = safeSettingRule({
  id: 'pg-require-secure-transport',
  title: 'PostgreSQL refuses connections without TLS',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'critical',
  peers: {
    checkov: ['CKV_AZURE_29'],
    psrule: ['Azure.PostgreSQL.UseSSL'],
    azurePolicy: ['c29c38cb-74a7-4505-9a06-e588ab86620a', 'd158790f-bfb0-486c-8631-2dc6b4e8e6af'],
    kics: ['bf500309', '0437633b'],
    trivy: ['AZU-0020'],
  },
  configuration: postgresConfiguration,
  setting: { name: 'require_secure_transport', must: switchedOn, whenAbsent: 'pass' },
  printable: true,
  why: 'The setting is switched off for one old logger that cannot do TLS, and from then on every client may send logins and measurements in the clear through plant and provider networks.',
  fix: {
    say: 'Set `value` of `require_secure_transport` to `on`, or remove the `Configuration`; put a gateway before clients without TLS.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS is required', source: tls },
  links: [tls],
  examples: values('require_secure_transport', ['on', 'ON'], ['off', 'OFF']),
});

export const postgresMinTls = safeSettingRule({
  id: 'pg-min-tls',
  title: 'PostgreSQL refuses TLS below 1.2',
  topic: 'db-min-tls',
  class: 'secure-transfer',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_147'],
    psrule: ['Azure.PostgreSQL.MinTLS'],
    azurePolicy: ['a43d5475-c569-45ce-a268-28fa79f4e87a'],
    kics: ['9f15ecc4'],
    trivy: ['AZU-0026'],
  },
  configuration: postgresConfiguration,
  setting: { name: 'ssl_min_protocol_version', must: tlsAtLeast('1.2'), whenAbsent: 'pass' },
  printable: true,
  why: 'Somebody who lowers the floor for one controller lowers it for the whole server: each session can then be talked down to a version that is broken.',
  fix: {
    say: 'Set `value` of `ssl_min_protocol_version` to `TLSv1.2` or `TLSv1.3`, or remove the `Configuration`.',
    replaces: false,
  },
  serviceDefault: { is: 'TLS 1.2 is the floor', source: tls },
  links: [tls],
  examples: values('ssl_min_protocol_version', ['TLSv1.2', 'TLSv1.3'], ['TLSv1', 'TLSv1.1']),
});

export const postgresLogConnections = safeSettingRule({
  id: 'pg-log-connections',
  title: 'PostgreSQL logs who connects',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_31'],
    azurePolicy: ['086709ac-11b5-478d-a893-9567a16d2ae3'],
    kics: ['e69bda39', 'c640d783'],
    trivy: ['AZU-0019'],
  },
  configuration: postgresConfiguration,
  setting: { name: 'log_connections', must: switchedOn, whenAbsent: 'pass' },
  printable: true,
  why: 'The first thing to ask after an incident is which machine and which login was on the database that night. Without this log the answer is a guess.',
  fix: { say: 'Set `value` of `log_connections` to `on`, or remove the `Configuration`.', replaces: false },
  serviceDefault: { is: 'connections are logged', source: parameters },
  links: [logging],
  examples: values('log_connections', ['on'], ['off']),
});

export const postgresLogDisconnections = safeSettingRule({
  id: 'pg-log-disconnections',
  title: 'PostgreSQL logs when a session ends',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  peers: { azurePolicy: ['1d14b021-1bae-4f93-b36b-69695e14984a'], kics: ['07f7134f'] },
  configuration: postgresConfiguration,
  setting: { name: 'log_disconnections', must: switchedOn, whenAbsent: 'pass' },
  printable: true,
  why: 'A session of three hours at night tells of a copied database, one of three seconds of a dashboard. The length shows only if the end is logged as well.',
  fix: {
    say: 'Set `value` of `log_disconnections` to `on`, or remove the `Configuration`.',
    replaces: false,
  },
  serviceDefault: { is: 'the end of a session is logged', source: parameters },
  links: [logging],
  examples: values('log_disconnections', ['on'], ['off']),
});

export const postgresLogCheckpoints = safeSettingRule({
  id: 'pg-log-checkpoints',
  title: 'PostgreSQL logs its checkpoints',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_30'],
    azurePolicy: ['70be9e12-c935-49ac-9bd8-fd64b85c1f87'],
    kics: ['f9112910', '3790d386'],
    trivy: ['AZU-0024'],
  },
  configuration: postgresConfiguration,
  setting: { name: 'log_checkpoints', must: switchedOn, whenAbsent: 'pass' },
  printable: true,
  why: 'When telemetry of a fleet arrives late, checkpoints show whether the disk was too slow or somebody wrote far more than usual. The line costs next to nothing.',
  fix: { say: 'Set `value` of `log_checkpoints` to `on`, or remove the `Configuration`.', replaces: false },
  serviceDefault: { is: 'checkpoints are logged', source: parameters },
  links: [logging],
  examples: values('log_checkpoints', ['on'], ['off']),
});

const retention = 'logfiles.retention_days';

export const postgresLogRetention = neededSettingsRule({
  id: 'pg-log-retention',
  title: 'PostgreSQL keeps its log files for more than three days',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_146'],
    azurePolicy: ['f5ed3f7a-cf5d-4ee6-9ede-b5d5192ccf81'],
    kics: ['ffb02aca', '261a83f8'],
  },
  server: postgresServer,
  configuration: postgresConfiguration,
  settings: [{ name: retention, must: atLeast(4, ' days'), whenAbsent: 'fail' }],
  printable: true,
  why: 'What happened on a Friday night is asked on Tuesday. With three days of files the beginning of the story has been deleted by then.',
  fix: {
    say: `Add a \`Configuration\` named \`${retention}\` with a \`value\` from \`4\` to \`7\`.`,
    replaces: false,
  },
  serviceDefault: { is: 'log files are kept for 3 days', source: logging },
  links: [logging, parameters],
  examples: {
    good: [
      { resources: [server, on(retention, '7')] },
      {
        resources: [
          server,
          { type: postgresConfiguration, name: 'retention', properties: setting(retention, '4') },
        ],
      },
    ],
    bad: [
      { resources: [server], at: ['configurations'] },
      { resources: [server, on(retention, '3')], at: ['value'] },
    ],
  },
});

const throttle = 'connection_throttle.enable';

export const postgresThrottling = neededSettingsRule({
  id: 'pg-connection-throttling',
  title: 'PostgreSQL slows down who fails to log in again and again',
  topic: 'db-entra-only',
  class: 'data-protection',
  severity: 'low',
  peers: {
    checkov: ['CKV_AZURE_32'],
    azurePolicy: ['dacf07fa-0eea-4486-80bc-b93fae88ac40'],
    kics: ['a6d774b6', '2b3c671f'],
    trivy: ['AZU-0021'],
  },
  server: postgresServer,
  configuration: postgresConfiguration,
  settings: [{ name: throttle, must: switchedOn, whenAbsent: 'fail' }],
  printable: true,
  why: 'A script that guesses passwords also takes up the few connections a server has, and gateways are turned away. Slowing down the address that fails stops both.',
  fix: { say: `Add a \`Configuration\` named \`${throttle}\` with \`value: on\`.`, replaces: false },
  serviceDefault: { is: 'nobody is slowed down', source: parameters },
  links: [parameters],
  examples: {
    good: [
      { resources: [server, on(throttle, 'on')] },
      {
        resources: [
          server,
          { type: postgresConfiguration, name: 'throttle', properties: setting(throttle, 'ON') },
        ],
      },
    ],
    bad: [
      { resources: [server], at: ['configurations'] },
      { resources: [server, on(throttle, 'off')], at: ['value'] },
    ],
  },
});

const listed = (value: unknown) =>
  typeof value === 'string' ? value.split(',').map((item) => item.trim().toLowerCase()) : [];

const loadsAudit: Condition = {
  expected: 'list `pgaudit`',
  holds: (value) => listed(value).includes('pgaudit'),
};

/** One class of statements at least; `none` and classes that are only taken away (`-read`) log nothing. */
const logsSomething: Condition = {
  expected: 'name a class of statements such as `ddl,role,write`',
  holds: (value) => listed(value).some((item) => item !== '' && item !== 'none' && !item.startsWith('-')),
};

const libraries = 'shared_preload_libraries';

export const postgresAudit = neededSettingsRule({
  id: 'pg-pgaudit',
  title: 'PostgreSQL audits statements with pgaudit',
  topic: 'db-auditing',
  class: 'monitoring',
  severity: 'medium',
  peers: { azurePolicy: ['4eb5e667-e871-4292-9c5d-8bbb94e0c908'] },
  server: postgresServer,
  configuration: postgresConfiguration,
  settings: [
    { name: libraries, must: loadsAudit, whenAbsent: 'fail' },
    { name: 'pgaudit.log', must: logsSomething, whenAbsent: 'fail' },
  ],
  why: 'The ordinary log shows that somebody was there, not what they did. Only an audit of statements tells who gave out rights, changed a limit or read the data of a customer.',
  fix: {
    say: `Add a \`Configuration\` named \`${libraries}\` whose \`value\` lists \`pgaudit\`, and one named \`pgaudit.log\` with classes such as \`ddl,role,write\`. The first one needs a restart.`,
    replaces: false,
  },
  serviceDefault: { is: 'no statement is audited', source: audit },
  links: [audit],
  examples: {
    good: [
      {
        resources: [server, on(libraries, 'pg_stat_statements,pgaudit'), on('pgaudit.log', 'ddl,role,write')],
      },
      {
        resources: [
          server,
          on(libraries, 'pgaudit'),
          { type: postgresConfiguration, name: 'audit', properties: setting('pgaudit.log', 'ALL') },
        ],
      },
    ],
    bad: [
      { resources: [server] },
      { resources: [server, on(libraries, 'pgaudit')], at: ['configurations'] },
      { resources: [server, on(libraries, 'pg_cron'), on('pgaudit.log', 'none')], at: ['value', 'value'] },
    ],
  },
});
