import type { ArmType, Resource } from '../resources/resource';
import { diagnosticSetting, privateEndpoint } from '../resources/types';
import { textOf } from '../resources/value';
import { type Answer, anyOf } from './answers';
import { isGiven } from './references';
import type { ResourceView, RuleFacts, StackRule, StackView, Verdict } from './rule';
import { verdictFor } from './verdict';

type Facts = Omit<RuleFacts, 'class' | 'links' | 'target'> & {
  readonly target: ArmType;
  readonly links?: readonly string[];
};

/** What a rule on private endpoints says beyond its facts: the group ids that give access to the resource. */
export type PrivateEndpointFacts = Facts & {
  /**
   * At least one of these group ids must be connected, compared without regard to case; or, as a function, the group
   * ids that must all be connected for this resource.
   */
  readonly groupIds: readonly string[] | ((subject: Resource, stack: StackView) => readonly string[]);
};

const connections = ['privateLinkServiceConnections[]', 'manualPrivateLinkServiceConnections[]'] as const;
const targetPaths = connections.map((list) => `${list}.privateLinkServiceId`);

/**
 * A rule that asks for a private endpoint to each resource of the target type in the same stack.
 *
 * Group ids: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
 */
export function privateEndpointRule({ groupIds, ...facts }: PrivateEndpointFacts): StackRule {
  const property = 'privateLinkServiceConnections';
  return {
    class: 'network',
    relates: [privateEndpoint],
    links: ['https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource'],
    property,
    ...facts,
    checkStack: (subject, stack) => {
      const wanted = typeof groupIds === 'function' ? groupIds(subject, stack).map((id) => [id]) : [groupIds];
      return wanted.map((alternatives) => {
        const answers = stack
          .referring(privateEndpoint, targetPaths, subject)
          .map(({ resource }) => reaches(resource, subject, stack, alternatives));
        const ids = alternatives.map((id) => `\`${id}\``).join(' or ');
        return verdictFor(
          anyOf(answers),
          property,
          `No private endpoint of this stack connects it (group id ${ids}).`,
        );
      });
    },
  };
}

function reaches(
  endpoint: Resource,
  subject: Resource,
  stack: StackView,
  groupIds: readonly string[],
): Answer {
  const ids = groupIds.map((id) => id.toLowerCase());
  const answers = connections.map((list, index): Answer => {
    const target = stack.refersTo(endpoint, targetPaths[index] ?? '', subject);
    if (target === 'no') return 'no';
    const groups = stack.view(endpoint).all(`${list}.groupIds[]`);
    if (groups.some((g) => g.state === 'known' && ids.includes(textOf(g.value).toLowerCase()))) return target;
    return groups.some((g) => g.state === 'unknown') ? 'maybe' : 'no';
  });
  return anyOf(answers);
}

/** What a rule on diagnostic settings says beyond its facts. */
export type DiagnosticsFacts = Facts & {
  /** Each of these log categories must be on; a category group that covers them all does as well. */
  readonly categories: readonly string[];
  /** Category groups that cover the categories; `allLogs` always does. */
  readonly groups?: readonly string[];
  /** The child that must be logged, as the end of its id (`/blobServices/default`); the resource itself when left out. */
  readonly child?: string;
};

/**
 * A rule that asks for a diagnostic setting on each resource of the target type in the same stack, with its log
 * categories on and a place to send them to.
 *
 * Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
export function diagnosticsRule({ categories, groups = [], child, ...facts }: DiagnosticsFacts): StackRule {
  const property = 'diagnosticSettings';
  const covering = ['alllogs', ...groups.map((group) => group.toLowerCase())];
  return {
    class: 'monitoring',
    relates: [diagnosticSetting],
    links: ['https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings'],
    property,
    ...facts,
    checkStack: (subject, stack) => {
      const settings = stack
        .referring(diagnosticSetting, ['resourceUri'], subject)
        .flatMap(({ resource, answer }) => {
          const target = logs(resource, answer, subject, stack, child);
          return target === 'no' ? [] : [{ view: stack.view(resource), target }];
        });
      const sure = settings.filter(({ target }) => target === 'yes').map(({ view }) => view);
      const open = missing(sure, categories, covering);
      if (open.length === 0) return [{ outcome: 'pass', property }];
      const perhaps = missing(
        settings.map(({ view }) => view),
        categories,
        covering,
        true,
      );
      if (perhaps.length === 0) return [{ outcome: 'unknown', property }];
      const what = child ? `\`${child}\` has` : 'It has';
      const message = `${what} no diagnostic setting in this stack that sends ${perhaps.map((c) => `\`${c}\``).join(', ')} anywhere.`;
      return [{ outcome: 'fail', property, message }];
    },
  };
}

function logs(
  setting: Resource,
  target: Answer,
  subject: Resource,
  stack: StackView,
  child: string | undefined,
): Answer {
  if (!child) return target;
  const uri = stack.view(setting).one('resourceUri');
  if (uri.state === 'known')
    return textOf(uri.value).toLowerCase().endsWith(child.toLowerCase()) ? target : 'no';
  // Which child it logs shows in the resource that the uri was computed from, or in the categories it names.
  const type = `${subject.type}${child.replace(/\/default$/, '')}`.toLowerCase();
  const origins = setting.propertyDependencies.resourceUri ?? [];
  const children = origins.flatMap((urn) => (urn === subject.urn ? [] : (stack.find(urn) ?? [])));
  if (children.some((r) => r.type.toLowerCase() === type)) return target;
  return children.some((r) => r.type.toLowerCase().startsWith(`${subject.type.toLowerCase()}/`))
    ? 'no'
    : 'maybe';
}

/** The categories that none of the settings sends anywhere. With `generous`, what is unknown counts as on. */
function missing(
  views: readonly ResourceView[],
  categories: readonly string[],
  groups: readonly string[],
  generous = false,
): readonly string[] {
  const on = new Set(
    views.filter((view) => hasDestination(view, generous)).flatMap((view) => enabled(view, generous)),
  );
  if (on.has('*') || groups.some((group) => on.has(group))) return [];
  return categories.filter((category) => !on.has(category.toLowerCase()));
}

/** Where a diagnostic setting can send to. */
export const destinations = [
  'workspaceId',
  'storageAccountId',
  'eventHubAuthorizationRuleId',
  'marketplacePartnerId',
] as const;

/** The verdict on whether a diagnostic setting sends anything anywhere. */
export function destinationOf(view: ResourceView): Verdict {
  const answers = destinations.map((path) => ({ path, answer: isGiven(view, path) }));
  if (answers.some(({ answer }) => answer === 'yes')) return { outcome: 'pass', property: 'workspaceId' };
  const open = answers.find(({ answer }) => answer === 'maybe');
  if (open) return { outcome: 'unknown', property: open.path };
  const message = 'The setting names neither a workspace nor another destination, so it keeps nothing.';
  return { outcome: 'fail', property: 'workspaceId', message };
}

function hasDestination(view: ResourceView, generous: boolean): boolean {
  const { outcome } = destinationOf(view);
  return outcome === 'pass' || (generous && outcome === 'unknown');
}

function enabled(view: ResourceView, generous: boolean): readonly string[] {
  if (view.one('logs').state === 'unknown') return generous ? ['*'] : [];
  // Each of the three gives one reading per entry, so they can be read side by side.
  const names = [view.all('logs[].category'), view.all('logs[].categoryGroup')];
  return view.all('logs[].enabled').flatMap((flag, index) => {
    const isOn =
      flag.state === 'known' ? textOf(flag.value) === 'true' : flag.state === 'unknown' && generous;
    if (!isOn) return [];
    return names.flatMap((readings) => {
      const name = readings[index];
      if (name?.state === 'known') return [textOf(name.value).toLowerCase()];
      return name?.state === 'unknown' && generous ? ['*'] : [];
    });
  });
}
