import { isList } from '../resources/value';
import { isSince } from './api-versions';
import { type Condition, noneOf, oneOf, tlsAtLeast } from './conditions';
import type { CheckRule, OptionValues, ResourceView, RuleFacts, StackRule, StackView, Verdict } from './rule';
import { type DiagnosticsFacts, diagnosticsRule } from './stack-rules';
import { verdictOf } from './verdict';

// What namespaces of Event Hubs and of Service Bus have in common: both are made by the same service team.

/** A list with at least one key in it. `keySource` proves nothing: the SDK writes it into every encryption block. */
export const namesOwnKeys: Condition = {
  expected: 'name at least one key of yours',
  holds: (value) => isList(value) && value.length > 0,
};

type SharedFacts = Omit<RuleFacts, 'topic' | 'class'> & Partial<Pick<RuleFacts, 'topic'>>;

/** From this API version on, a namespace made without `minimumTlsVersion` refuses TLS below 1.2; before, it takes 1.0. */
const tlsDefaultSince = '2022-01-01';

/**
 * A rule on the TLS floor of a namespace. Nothing written is judged by the API version that the resource is pinned to;
 * where none is known, it may be an old one.
 *
 * Source: https://learn.microsoft.com/azure/event-hubs/transport-layer-security-configure-minimum-version
 */
export function namespaceTlsRule(facts: SharedFacts): CheckRule {
  return {
    topic: 'eventhub-hardening',
    class: 'secure-transfer',
    property: 'minimumTlsVersion',
    printable: true,
    ...facts,
    check: (view) => [
      verdictOf(view.one('minimumTlsVersion'), {
        must: tlsAtLeast('1.2'),
        whenAbsent: isSince(view.resource.apiVersion, tlsDefaultSince) ? 'pass' : 'fail',
        serviceDefault: facts.serviceDefault.is,
        printable: true,
      }),
    ],
  };
}

const rootRule = oneOf('RootManageSharedAccessKey');
const withoutManage = noneOf('Manage');

/**
 * A rule against keys that open a whole namespace. The rule that the service itself makes cannot be deleted, so
 * describing it in the program is no fault.
 */
export function namespaceKeysRule(facts: SharedFacts): CheckRule {
  return {
    topic: 'iothub-least-privilege',
    class: 'identity',
    property: ['rights[]', 'authorizationRuleName'],
    options: {
      allowListenOrSend: {
        description: 'Accepts rules on the namespace that can listen or send, but not manage.',
        type: 'boolean',
        default: false,
      },
    },
    ...facts,
    check: checkNamespaceKeys,
  };
}

function checkNamespaceKeys(view: ResourceView, options: OptionValues): readonly Verdict[] {
  const name = view.one('authorizationRuleName');
  if (name.state === 'known' && rootRule.holds(name.value)) return [{ outcome: 'pass', property: name.path }];
  const verdicts = rightsVerdicts(view);
  if (options.allowListenOrSend !== true && !verdicts.some(({ outcome }) => outcome === 'fail')) {
    const message =
      'This rule makes a key that opens every entity of the namespace; only the rule of the service itself may stay.';
    verdicts.unshift({ outcome: 'fail', property: 'rights', message });
  }
  const undecided = name.state === 'unknown' && verdicts.some(({ outcome }) => outcome === 'fail');
  return undecided ? [{ outcome: 'unknown', property: name.path }] : verdicts;
}

/** The verdicts on the rights of a shared access rule: none of them is `Manage`. */
export function rightsVerdicts(view: ResourceView): Verdict[] {
  return view.all('rights[]').map((right) =>
    verdictOf(right, {
      must: withoutManage,
      whenAbsent: 'pass',
      serviceDefault: 'the rule grants nothing',
    }),
  );
}

/** What a rule on the logs of a namespace says: all but the categories. */
export type NamespaceLogsFacts = Omit<DiagnosticsFacts, 'categories' | 'groups' | 'child'>;

/**
 * A rule that asks a namespace for the logs of those who use it. Only the premium tier and dedicated clusters write those;
 * the other tiers are asked for the logs of those who change it.
 *
 * Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/azmsruntimeauditlogs
 */
export function namespaceLogsRule(facts: NamespaceLogsFacts): StackRule {
  const uses = diagnosticsRule({ ...facts, categories: ['RuntimeAuditLogs'], groups: ['audit'] });
  const changes = diagnosticsRule({ ...facts, categories: ['OperationalLogs'] });
  return {
    ...uses,
    checkStack: (subject, stack, options) => {
      const run = (rule: StackRule) => rule.checkStack(subject, stack, options);
      const answer = logsUses(stack.view(subject));
      if (answer !== 'maybe') return run(answer === 'yes' ? uses : changes);
      const [used, changed] = [run(uses), run(changes)];
      const same = used[0]?.outcome === changed[0]?.outcome;
      return same ? used : [{ outcome: 'unknown', property: 'diagnosticSettings' }];
    },
  };
}

const premium = oneOf('Premium');

function logsUses(view: ResourceView): ReturnType<StackView['refersTo']> {
  // A cluster of one's own is as good as the premium tier. Its id is unknown until it is there.
  if (view.one('clusterArmId').state !== 'absent') return 'yes';
  const sku = view.one('sku.name');
  if (sku.state === 'unknown') return 'maybe';
  return sku.state === 'known' && premium.holds(sku.value) ? 'yes' : 'no';
}
