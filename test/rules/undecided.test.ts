import { describe, expect, test } from 'vitest';
import { armPath } from '../../policies/src/resources/arm';
import * as t from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { ruleById } from '../../policies/src/rules/catalogue';
import { resource, runRule } from '../../policies/src/testing';

const need = (id: string): Rule => {
  const rule = ruleById(id);
  if (!rule) throw new Error(`${id} is gone`);
  return rule;
};
const outcomes = (id: string, ...resources: readonly ReturnType<typeof resource>[]) => [
  ...new Set(
    runRule(need(id), resources)
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ outcome, property }) => `${outcome} ${property}`),
  ),
];
const nested = (properties: Properties) =>
  ({
    ...resource(t.deployment, 'inner', { properties }),
    token: 'arm:Microsoft.Resources/deployments',
  }) as const;
const secure = { type: 'secureString' };
const contact = { emails: 'soc@plant.example', notificationsByRole: { state: 'On' } };

// What a value that is still to come decides is neither a fault nor in order; each row was once told as one of the two.
describe('undecided is', () => {
  test.each<[string, string, ReturnType<typeof resource>, readonly string[]]>([
    [
      'whom Defender tells, while its block is unknown',
      'defender-security-contact',
      resource(t.securityContact, 'c', { ...contact, alertNotifications: UNKNOWN }),
      ['unknown alertNotifications'],
    ],
    [
      'whether an alert that is off matters, while its kind is unknown',
      'defender-iot-device-group-rules',
      resource(t.deviceSecurityGroup, 'g', { timeWindowRules: [{ ruleType: UNKNOWN, isEnabled: false }] }),
      ['unknown timeWindowRules[0].ruleType'],
    ],
    [
      'what a template declares as secret, while a declaration is unknown',
      'deployment-no-plain-secret-params',
      resource(t.deployment, 'd', { properties: { template: { parameters: { adminPassword: UNKNOWN } } } }),
      ['unknown properties.template.parameters'],
    ],
    [
      'the same, while its type is unknown',
      'deployment-no-plain-secret-params',
      resource(t.deployment, 'd', {
        properties: { template: { parameters: { adminPassword: { type: UNKNOWN } } } },
      }),
      ['unknown properties.template.parameters.adminPassword.type'],
    ],
    [
      'whether an output gives out a secret, while it is unknown',
      'deployment-no-secret-outputs',
      resource(t.deployment, 'd', { properties: { template: { outputs: { key: UNKNOWN } } } }),
      ['unknown properties.template'],
    ],
    [
      'whether an inner template has secrets, while a part of it is unknown',
      'deployment-inner-scope',
      nested({ template: { parameters: { adminPassword: UNKNOWN } } }),
      ['unknown properties.expressionEvaluationOptions.scope'],
    ],
    [
      'what a deployment creates, while its resources are unknown',
      'deployment-template-evaluated',
      resource(t.deployment, 'd', { properties: { template: { resources: UNKNOWN } } }),
      ['unknown properties.template'],
    ],
    [
      'the same, while the link to its template is unknown',
      'deployment-template-evaluated',
      resource(t.deployment, 'd', { properties: { template: { resources: [] }, templateLink: UNKNOWN } }),
      ['unknown properties.templateLink'],
    ],
  ])('%s', (_what, id, subject, expected) => {
    expect(outcomes(id, subject)).toEqual(expected);
  });

  test('a fault that was there before stays one', () => {
    expect(
      outcomes('deployment-inner-scope', nested({ template: { parameters: { adminPassword: secure } } })),
    ).toEqual(['fail properties.expressionEvaluationOptions.scope']);
  });

  test.each([
    ['whose account is unknown', UNKNOWN, {}, ['unknown accountName']],
    ['whose account is another one of the stack', UNKNOWN, { accountName: ['other'] }, []],
    ['in an account of that name', 'PlantData', {}, ['fail accountName']],
  ])('whether data lies beside a website %s', (_what, accountName, uses, expected) => {
    const share = resource(t.fileShare, 'share', { accountName: 'plantdata' });
    const other = resource(t.storageAccount, 'other', { accountName: 'other' });
    const site = resource(t.staticWebsite, 'site', { accountName }, { uses });
    expect(outcomes('storage-no-static-website', share, other, site)).toEqual(expected);
  });
});

test.each([[['a', 'b']], [['b', 'a']]])(
  'missing alerts are told at the same resource in the order %j',
  (names) => {
    const servers = names.map((name) => resource(t.sqlServer, name, {}));
    const found = runRule(need('activity-log-alerts'), servers).filter(({ outcome }) => outcome === 'fail');
    expect(found.map(({ resource: { name } }) => name)).toEqual(['a']);
  },
);

test('the type of a role is a property of ARM, and no type of a resource', () => {
  expect(armPath('Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions', 'type')).toBe('properties.type');
});
