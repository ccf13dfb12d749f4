import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type PeerChecks, peerTable } from '../../policies/src/report/peer-table';
import { ruleIndex } from '../../policies/src/report/rule-index';
import { frameworkOf, rulePage } from '../../policies/src/report/rule-page';
import { snippetsOf } from '../../policies/src/report/snippets';
import { everyType, storageAccount, vault } from '../../policies/src/resources/types';
import { isTrue, oneOf } from '../../policies/src/rule/conditions';
import type { Rule, RuleFacts } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';
import { readTemplate } from '../../policies/src/sources/files/template';
import { runRule } from '../../policies/src/testing';
import { checkRule, propertyRule, stackRule } from '../rule/made-up';

const good = (...examples: RuleFacts['examples']['good']) => ({ examples: { good: examples, bad: [] } });
const snippets = (rule: Rule) => {
  const written = snippetsOf(rule);
  if (!written) throw new Error('there is nothing to show');
  return written;
};

describe('a snippet', () => {
  const account = propertyRule({
    target: storageAccount,
    property: 'networkRuleSet.defaultAction',
    pass: oneOf('Deny'),
    ...good(
      { properties: {} },
      { properties: { accountName: 'plant', networkRuleSet: { defaultAction: 'Deny' } } },
    ),
  });

  test('shows the example that writes most of what the rule reads, in TypeScript', () => {
    expect(snippets(account).typescript).toBe(`import * as storage from '@pulumi/azure-native/storage';

const plant = new storage.StorageAccount('plant', {
  accountName: 'plant',
  networkRuleSet: {
    defaultAction: 'Deny',
  },
});`);
  });

  test('shows it in YAML', () => {
    expect(parse(snippets(account).yaml)).toEqual({
      resources: {
        plant: {
          type: 'azure-native:storage:StorageAccount',
          properties: { accountName: 'plant', networkRuleSet: { defaultAction: 'Deny' } },
        },
      },
    });
  });

  test('shows it as ARM names and nests it, the name of the resource at its place', () => {
    expect(JSON.parse(snippets(account).arm)).toEqual({
      type: storageAccount,
      apiVersion: expect.stringMatching(/^\d{4}-\d{2}-\d{2}/),
      name: 'plant',
      properties: { networkAcls: { defaultAction: 'Deny' } },
    });
  });

  test('shows several resources with what they point at', () => {
    const rule = stackRule(() => [], {
      target: vault,
      ...good({
        resources: [
          { type: vault, name: 'plant-vault', properties: { vaultName: 'v' } },
          {
            type: storageAccount,
            name: 'data',
            properties: {},
            uses: { id: ['plant-vault'] },
            facts: { protect: true },
          },
        ],
      }),
    });
    const { typescript, yaml, arm } = snippets(rule);
    expect(typescript).toContain("const plantVault = new keyvault.Vault('plant-vault', {");
    expect(typescript).toContain('// Points at plantVault.\nconst data = new storage.StorageAccount(');
    expect(typescript).toContain('protect: true');
    expect(parse(yaml).resources.data.options).toEqual({ protect: true });
    expect(JSON.parse(arm)).toMatchObject([{ name: 'v' }, { dependsOn: ['plant-vault'] }]);
  });

  test('writes texts, lists and odd names so that they can be pasted', () => {
    const rule = checkRule(() => [], {
      target: vault,
      ...good({
        properties: { a: "it's a \\ and\na line", list: [1, { b: null }], none: [], 'odd-key': {}, on: true },
      }),
    });
    expect(snippets(rule).typescript).toContain(`  a: 'it\\'s a \\\\ and\\na line',
  list: [
    1,
    {
      b: null,
    },
  ],
  none: [],
  'odd-key': {},
  on: true,
`);
  });

  test('shows a rule for any type on a storage account, and none where Azure has no class', () => {
    const any = checkRule(() => [], { target: everyType, ...good({ properties: { tags: {} } }) });
    expect(snippets(any).yaml).toContain('azure-native:storage:StorageAccount');
    const none = checkRule(() => [], { target: 'Pulumi/stacks', ...good({ properties: {} }) });
    expect(snippetsOf(none)).toBeUndefined();
    expect(rulePage(none)).not.toContain('```typescript');
  });
});

describe.each(catalogue.flatMap((rule) => (snippetsOf(rule) ? [[rule.id, rule] as const] : [])))(
  'the snippets of %s',
  (_id, rule) => {
    const { typescript, yaml, arm } = snippets(rule);

    test('can be read by the languages they are in', () => {
      const { diagnostics } = ts.transpileModule(typescript, { reportDiagnostics: true });
      expect(diagnostics).toEqual([]);
      expect(Object.keys(parse(yaml).resources).length).toBeGreaterThan(0);
    });

    // What relates resources names them by what they were computed from, which JSON alone does not say.
    if ('checkStack' in rule) return;
    test('keep the rule as a template, too', () => {
      const resources = [JSON.parse(arm)].flat();
      const json = { $schema: '', contentVersion: '1.0.0.0', resources };
      const read = readTemplate({ file: 'x.json', text: '', json }, undefined).resources;
      const all = rule.examples.good.every((example) => example.options);
      const options = (all && rule.examples.good[0]?.options) || {};
      const faults = runRule(rule, read, { options }).filter(
        ({ outcome }) => outcome === 'fail' || outcome === 'error',
      );
      expect(faults.map(({ message }) => message)).toEqual([]);
    });
  },
);

describe('the page of a rule', () => {
  const page = (more: Parameters<typeof propertyRule>[0] = {}) => rulePage(propertyRule(more));

  test('starts with what must hold, how grave it is and the level in each profile', () => {
    expect(page()).toMatch(
      /^# test-rule\n\nSomething holds\.\n\nhigh severity, class identity\. Advisory in `baseline`, mandatory in `standard`, mandatory in `strict`\.\n/,
    );
  });

  test.each([
    [{ say: 'Set it.', replaces: false }, /fix it\n\nSet it\.\n/],
    [{ say: 'Set it.', replaces: true }, /Set it\. Azure replaces an existing resource/],
    [{ say: 'Set it.', replaces: false, value: true }, /Set it\. The level `remediate` writes this value/],
    [
      { say: 'Set it.', replaces: true, value: true },
      /Set it\. Azure replaces an existing resource.*plan for it\.\n/,
    ],
  ])('says what the fix %j takes', (fix, expected) => {
    expect(page({ fix })).toMatch(expected);
  });

  test.each([
    [
      { whenAbsent: 'fail' } as const,
      'The rule then reports it: off by default (not confirmed in a source).',
    ],
    [{ whenAbsent: 'pass' } as const, 'The rule then passes: off by default'],
    [{ serviceDefault: { is: 'off', source: 'API 2024-01-01' } }, 'off (API 2024-01-01).'],
    [{ serviceDefault: { is: 'off', source: 'https://example.com' } }, 'off (<https://example.com>).'],
  ])('says what %j means', (more, expected) => {
    expect(page(more)).toContain(expected);
  });

  test('says of a rule with logic that it goes by the service', () => {
    expect(rulePage(checkRule(() => []))).toContain(
      'The rule then goes by what the service does: off by default',
    );
  });

  test('lists options, paths, controls, peers and links, and leaves out what there is none of', () => {
    const full = page({
      options: { days: { type: 'integer', default: 90, description: 'How long.' } },
      property: ['a', 'b[]'],
      controls: ['nist:SC-8', 'nist:SC-7', 'acme:1'],
      threats: ['T-C01', 'T-C02'],
      peers: { checkov: ['CKV_1', 'CKV_2'], kics: [] },
      links: ['https://example.com/a', 'https://example.com/b'],
    });
    for (const part of [
      '## Options\n\n- `days` (default `90`): How long.',
      '- Microsoft.KeyVault/vaults\n- `a`\n- `b[]`',
      '- Threats: T-C01, T-C02\n- NIST SP 800-53 r5: SC-8, SC-7\n- acme: 1',
      '## The same check elsewhere\n\n- Checkov: `CKV_1`, `CKV_2`\n\n',
      '- <https://example.com/a>\n- <https://example.com/b>',
    ])
      expect(full).toContain(part);
    expect(page()).not.toMatch(/## Options|## The same check elsewhere/);
  });

  test('names what stands beside for a rule that relates, and every resource for one on all', () => {
    const relating = rulePage(stackRule(() => [], { relates: [storageAccount] }));
    expect(relating).toContain(
      '- Microsoft.KeyVault/vaults\n- Microsoft.Storage/storageAccounts, beside it\n',
    );
    expect(rulePage(checkRule(() => [], { target: everyType, property: [] }))).toContain(
      '- every resource\n',
    );
  });

  test('shows how to exempt, unless the rule accepts no exemption', () => {
    const [, json = ''] = /An exemption\n\n.*?```json\n(.*?)```/s.exec(page()) ?? [];
    expect(JSON.parse(json)['test-rule'].exemptions).toHaveLength(1);
    expect(page({ exemptible: false })).toContain('This rule accepts none.');
  });
});

test.each([
  ['mcsb:DP-3', 'Microsoft cloud security benchmark'],
  ['iec33:SR4.1', 'IEC 62443-3-3'],
  ['own:1', 'own'],
])('%s is of %s', (control, name) => {
  expect(frameworkOf(control)).toBe(name);
});

describe('the index of rules', () => {
  const text = ruleIndex([
    propertyRule({ id: 'first-rule', controls: ['nist:SC-10', 'nist:SC-8'] }),
    propertyRule({ id: 'second-rule', severity: 'low', controls: ['nist:SC-8'], target: storageAccount }),
    checkRule(() => [], { id: 'any-rule', target: everyType, controls: ['mcsb:DP-3'], class: 'network' }),
  ]);

  test('groups them by service, with severity and level', () => {
    expect(text).toContain('3 rules.');
    expect(text).toMatch(
      /### Any resource\n[^#]*any-rule[^#]*### Microsoft\.KeyVault\n[^#]*first-rule[^#]*### Microsoft\.Storage/,
    );
    expect(text).toContain('| [second-rule](second-rule.md) | low | advisory | Something holds |');
  });

  test('groups them by class and by severity, the gravest first, without empty groups', () => {
    expect(text).toContain('**network** (1): [any-rule](any-rule.md)');
    expect(text).not.toContain('**monitoring**');
    expect(text.indexOf('**high** (2)')).toBeLessThan(text.indexOf('**low** (1)'));
    expect(text).not.toContain('**critical**');
  });

  test('groups them by framework, controls in the order of their numbers', () => {
    expect(text).toContain(
      '| SC-8 | [first-rule](first-rule.md), [second-rule](second-rule.md) |\n| SC-10 | [first-rule](first-rule.md) |',
    );
  });
});

describe('the table of what other tools check', () => {
  const checks: PeerChecks = {
    checkov: ['CKV_1', 'CKV_2'],
    psrule: [],
    azurePolicy: { 'guid-1': 'Vaults should be closed' },
    kics: [],
    trivy: [],
  };
  const covering = [
    propertyRule({ id: 'first-rule', peers: { checkov: ['CKV_1'], azurePolicy: ['guid-1'] } }),
    propertyRule({ id: 'second-rule', peers: { checkov: ['CKV_1'] }, pass: isTrue }),
    propertyRule({ id: 'own-rule' }),
  ];
  const text = peerTable(covering, checks, [{ ids: ['CKV_2'], why: 'the service is no more' }]);

  test('says for each check which rules answer to it, or why none does', () => {
    expect(text).toContain('| `CKV_1` | [first-rule](first-rule.md), [second-rule](second-rule.md) |');
    expect(text).toContain('| `CKV_2` | left out: the service is no more |');
    expect(text).toContain('| `guid-1`<br>Vaults should be closed | [first-rule](first-rule.md) |');
  });

  test('counts what is covered, and the rules that stand alone', () => {
    expect(text).toContain('## Checkov\n\n1 of 2 checks are covered.');
    expect(text).toContain('1 of our 3 rules have no counterpart');
  });
});
