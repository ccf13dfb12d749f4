import type { ArmType, Resource } from '../resources/resource';
import { defenderPricing } from '../resources/types';
import { type Properties, textOf } from '../resources/value';
import { type Answer, allOf, anyOf } from './answers';
import { noneOf, oneOf } from './conditions';
import { holds, whereApplies } from './preconditions';
import { isGiven, mustBeGiven } from './references';
import type {
  CheckRule,
  Example,
  ExampleResource,
  Precondition,
  ResourceView,
  RuleFacts,
  StackRule,
} from './rule';
import { type PrivateEndpointFacts, privateEndpointRule } from './stack-rules';
import { undecidedAt } from './undecided';
import { verdictFor, verdictOf } from './verdict';

// What the flexible servers of PostgreSQL and MySQL have in common.

const subnetPath = 'network.delegatedSubnetResourceId';

/** A read replica takes logins, backups and standby from its source: there is nothing to set on it. */
export const isNoReplica: Precondition = { property: 'createMode', is: noneOf('Replica'), whenAbsent: true };

/** A rule that asks for a server without public address: switched off, or placed in a delegated subnet. */
export function closedServerRule(facts: Omit<RuleFacts, 'class' | 'severity' | 'topic'>): CheckRule {
  return {
    ...facts,
    topic: 'db-network-closed',
    class: 'network',
    severity: 'high',
    property: ['network.publicNetworkAccess', subnetPath],
    readsOrigins: true,
    check: (view) => {
      // A server in a subnet has no public address, whatever else is written.
      const inSubnet = isGiven(view, subnetPath);
      if (inSubnet === 'yes') return [{ outcome: 'pass', property: subnetPath }];
      const reading = view.one('network.publicNetworkAccess');
      const { is } = facts.serviceDefault;
      const terms = {
        must: oneOf('Disabled'),
        whenAbsent: 'fail',
        serviceDefault: is,
        printable: true,
      } as const;
      const verdict = verdictOf(reading, terms);
      return inSubnet === 'maybe' ? undecidedAt(subnetPath, [verdict]) : [verdict];
    },
  };
}

/** A rule that asks for a private endpoint to each server that does not stand in a subnet of its own. */
export function serverEndpointRule(facts: PrivateEndpointFacts): StackRule {
  const rule = privateEndpointRule(facts);
  return {
    ...rule,
    checkStack: (subject, stack, options) => {
      const inSubnet = isGiven(stack.view(subject), subnetPath);
      if (inSubnet === 'yes') return [];
      const verdicts = rule.checkStack(subject, stack, options);
      const open = inSubnet === 'maybe' && verdicts.some(({ outcome }) => outcome !== 'pass');
      return open ? [{ outcome: 'unknown', property: 'network' }] : verdicts;
    },
  };
}

const keyPaths = ['dataEncryption.primaryKeyURI', 'dataEncryption.primaryUserAssignedIdentityId'];

/** A rule that asks for a key of one's own. */
export function serverKeyRule(facts: Omit<RuleFacts, 'topic' | 'class' | 'severity'>): CheckRule {
  return {
    ...facts,
    topic: 'db-encryption',
    class: 'encryption-at-rest',
    severity: 'medium',
    advisory: true,
    property: ['dataEncryption.type', ...keyPaths],
    readsOrigins: true,
    check: (view) => {
      const verdict = verdictOf(view.one('dataEncryption.type'), {
        must: oneOf('AzureKeyVault'),
        whenAbsent: 'fail',
        serviceDefault: facts.serviceDefault.is,
        printable: true,
      });
      if (verdict.outcome !== 'pass') return [verdict];
      return keyPaths.map((path) =>
        mustBeGiven(view, path, `\`${path}\` is not set, so there is no key of yours to use.`),
      );
    },
  };
}

/** A rule on copies of the backups in another region, which its option turns round for data that must stay at home. */
export function geoBackupRule(facts: Omit<RuleFacts, 'topic' | 'class' | 'severity' | 'options'>): CheckRule {
  return {
    ...facts,
    topic: 'backup-geo',
    class: 'data-protection',
    severity: 'low',
    advisory: true,
    property: 'backup.geoRedundantBackup',
    options: {
      keepInRegion: {
        description: 'Data must not leave its region, so backups must not be copied to another one.',
        type: 'boolean',
        default: false,
      },
    },
    check: (view, { keepInRegion }) =>
      whereApplies([isNoReplica], view, () => [
        verdictOf(view.one('backup.geoRedundantBackup'), {
          must: keepInRegion === true ? noneOf('Enabled') : oneOf('Enabled'),
          whenAbsent: keepInRegion === true ? 'pass' : 'fail',
          serviceDefault: facts.serviceDefault.is,
          printable: true,
        }),
      ]),
  };
}

const plan = 'OpenSourceRelationalDatabases';

/** A rule that asks for the Defender plan for open-source databases where the stack has such a server. */
export function serverPlanRule(
  given: Omit<
    RuleFacts,
    'topic' | 'class' | 'severity' | 'options' | 'fix' | 'links' | 'examples' | 'serviceDefault'
  > & {
    readonly target: ArmType;
    readonly server: Properties;
  },
): StackRule {
  const { server, ...facts } = given;
  const property = 'defenderPlan';
  return {
    ...facts,
    topic: 'db-defender',
    class: 'threat-detection',
    severity: 'medium',
    advisory: true,
    relates: [defenderPricing],
    property,
    options: {
      plannedElsewhere: {
        description:
          'The plans of the subscription are set by another stack; only a plan set here can be wrong.',
        type: 'boolean',
        default: false,
      },
    },
    checkStack: (_subject, stack, { plannedElsewhere }) => {
      const plans = stack.ofType(defenderPricing).map((pricing) => stack.view(pricing));
      const about = plans.filter((view) => isAbout(view) !== 'no');
      if (about.length === 0 && plannedElsewhere === true) return [{ outcome: 'pass', property }];
      const answer = anyOf(about.map((view) => allOf([isAbout(view), holds(isStandard, view)])));
      return [
        verdictFor(
          answer,
          property,
          `No \`Pricing\` of this stack sets the plan \`${plan}\` to \`Standard\`.`,
        ),
      ];
    },
    fix: {
      say: `Add a \`Pricing\` named \`${plan}\` with \`pricingTier: Standard\`. Where another stack sets it, set the option \`plannedElsewhere\`.`,
      replaces: false,
    },
    serviceDefault: {
      is: 'the plan is off',
      source: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-databases-introduction',
    },
    links: ['https://learn.microsoft.com/azure/defender-for-cloud/defender-for-databases-introduction'],
    examples: planExamples({ type: facts.target, name: 'data', properties: server }),
  };
}

const isStandard: Precondition = { property: 'pricingTier', is: oneOf('Standard'), whenAbsent: false };

/** A plan is named by its resource where nothing is written, as its provider does. */
function isAbout({ resource, one }: { readonly resource: Resource } & Pick<ResourceView, 'one'>): Answer {
  const written = one('pricingName');
  if (written.state === 'unknown') return 'maybe';
  const name = written.state === 'known' ? textOf(written.value) : resource.name;
  return name.toLowerCase() === plan.toLowerCase() ? 'yes' : 'no';
}

function planExamples(server: ExampleResource): {
  readonly good: readonly Example[];
  readonly bad: readonly Example[];
} {
  const pricing = (pricingName: string, pricingTier: string): ExampleResource => ({
    type: defenderPricing,
    name: 'plan',
    properties: { pricingName, pricingTier, scopeId: '/subscriptions/00000000-0000-0000-0000-000000000000' },
  });
  return {
    good: [
      { resources: [server, pricing(plan, 'Standard')] },
      { resources: [server], options: { plannedElsewhere: true } },
    ],
    bad: [
      { resources: [server], at: ['defenderPlan'] },
      { resources: [server, pricing(plan, 'Free')], at: ['defenderPlan'] },
      { resources: [server, pricing('StorageAccounts', 'Standard')], at: ['defenderPlan'] },
    ],
  };
}
