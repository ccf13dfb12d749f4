import type { ArmType, Resource } from '../resources/resource';
import { textOf } from '../resources/value';
import { type Answer, allOf, anyOf } from './answers';
import type { Condition } from './conditions';
import type { CheckRule, ResourceView, RuleFacts, StackRule, StackView, Verdict } from './rule';
import { isOf } from './setting-rules';
import { verdictFor, verdictOf } from './verdict';

/** A named setting of a database server, which is a resource of its own: `log_connections`. */
export interface ServerSetting {
  readonly name: string;
  readonly must: Condition;
  /** The verdict on the value that the service itself starts with. */
  readonly whenAbsent: 'pass' | 'fail';
}

type Facts = Omit<RuleFacts, 'target'> & {
  /** The type whose resources are single settings, with `configurationName`, `value` and `serverName`. */
  readonly configuration: ArmType;
};

/** A rule on one setting whose initial value is the right one: only a resource that changes it can be wrong. */
export function safeSettingRule(given: Facts & { readonly setting: ServerSetting }): CheckRule {
  const { configuration, setting, ...facts } = given;
  return {
    ...facts,
    target: configuration,
    property: ['value', 'configurationName'],
    check: (view) => judge(view, setting, facts),
  };
}

/**
 * A rule on settings of which one starts with the wrong value, so that a server needs a resource that changes it. A wrong
 * value is reported where it is written; a server is reported where nothing in the stack changes the setting.
 */
export function neededSettingsRule(
  given: Facts & { readonly server: ArmType; readonly settings: readonly ServerSetting[] },
): StackRule {
  const { configuration, server, settings, ...facts } = given;
  const property = 'configurations';
  return {
    ...facts,
    target: [server, configuration],
    relates: [configuration],
    property: [property, 'value'],
    checkStack: (subject, stack) => {
      if (isOf(subject, [configuration])) {
        return settings.flatMap((setting) => judge(stack.view(subject), setting, facts));
      }
      const needed = settings.filter(({ whenAbsent }) => whenAbsent === 'fail');
      return needed.map(({ name, must }) => {
        const lacks = `No \`Configuration\` of this stack sets \`${name}\` on it, which must ${must.expected}.`;
        return verdictFor(isSetOn(subject, name, configuration, stack), property, lacks);
      });
    },
  };
}

function isSetOn(server: Resource, name: string, configuration: ArmType, stack: StackView): Answer {
  return anyOf(
    stack
      .referring(configuration, ['serverName'], server)
      .map(({ resource, answer }) => allOf([isNamed(stack.view(resource), name), answer])),
  );
}

/** Whether a resource is about the setting. One without a written name is named as in the program, as its provider does. */
function isNamed(view: ResourceView, name: string): Answer {
  const written = view.one('configurationName');
  if (written.state === 'unknown') return 'maybe';
  const own = written.state === 'known' ? textOf(written.value) : view.resource.name;
  // Templates write `server/setting`.
  return own.split('/').at(-1)?.toLowerCase() === name.toLowerCase() ? 'yes' : 'no';
}

function judge(
  view: ResourceView,
  { name, must, whenAbsent }: ServerSetting,
  facts: Pick<RuleFacts, 'serviceDefault' | 'printable'>,
): readonly Verdict[] {
  const named = isNamed(view, name);
  if (named === 'no') return [];
  const verdict = verdictOf(view.one('value'), {
    must: { ...must, expected: `${must.expected} for \`${name}\`` },
    whenAbsent,
    serviceDefault: facts.serviceDefault.is,
    printable: facts.printable ?? false,
  });
  const isOpen = named === 'maybe' && verdict.outcome !== 'pass';
  return [isOpen ? { outcome: 'unknown', property: 'configurationName' } : verdict];
}

/** The setting is switched on, in the spellings that the engines take. */
export const switchedOn: Condition = {
  expected: 'be `on`',
  holds: (value) => typeof value !== 'object' && ['on', 'true', '1'].includes(textOf(value).toLowerCase()),
};
