import { provisioningService } from '../resources/types';
import { isList, textOf, type Value } from '../resources/value';
import { isSet, isTrue, matches, noneOf } from '../rule/conditions';
import { closes, type FilterRule, filterRules, isText } from '../rule/ip-filter';
import { usesManagedIdentity } from '../rule/managed-identity';
import { whereApplies } from '../rule/preconditions';
import { defineRule, type Precondition, type ResourceView, type Verdict } from '../rule/rule';

// Defaults of the service: API version 2023-03-01-preview, the default of azure-native 3.28.
const api =
  'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-03-01-preview/provisioningservices';
const ipFilter = 'https://learn.microsoft.com/azure/iot-dps/iot-dps-ip-filtering';
const accessControl = 'https://learn.microsoft.com/azure/iot-dps/how-to-control-access';
const typings = 'azure-native 3.28 typings';

const sku = { name: 'S1', capacity: 1 };

const rules = 'properties.ipFilterRules';
const apis = ['serviceApi', 'deviceApi'] as const;

/** Whether a rule that rejects all addresses does so for one of the two APIs; undefined while that is not known. */
function rejectsFor(api: (typeof apis)[number], rule: FilterRule): boolean | undefined {
  const { target } = rule;
  const covered =
    target?.state === 'unknown'
      ? undefined
      : target?.state !== 'known' || isText(target, 'all') || isText(target, api.toLowerCase());
  const closing = closes(rule);
  return closing === false || covered === false ? false : closing && covered;
}

const isPublic: Precondition = {
  property: 'properties.publicNetworkAccess',
  is: noneOf('Disabled'),
  whenAbsent: true,
};

function judgeTargets(view: ResourceView): readonly Verdict[] {
  if (view.one(rules).state === 'unknown') return [{ outcome: 'unknown', property: rules }];
  const closing = filterRules(view, rules).filter((rule) => closes(rule) !== false);
  const [first] = closing;
  // A filter that closes nothing is the matter of another rule.
  if (!first) return [];
  const property = first.target?.path ?? rules;
  return apis.map((api): Verdict => {
    const answers = closing.map((rule) => rejectsFor(api, rule));
    if (answers.includes(true)) return { outcome: 'pass', property };
    const undecided = closing.find(
      (rule) => closes(rule) === undefined || rejectsFor(api, rule) === undefined,
    );
    if (undecided) return { outcome: 'unknown', property: unknownField(undecided) };
    const message = `\`${property}\` leaves the ${api === 'serviceApi' ? 'service' : 'device'} API open: a rule for \`0.0.0.0/0\` must reject for \`all\`.`;
    return { outcome: 'fail', property, message };
  });
}

/** The path of the field of a rule that is not known yet. */
function unknownField({ mask, action, target }: FilterRule): string {
  return [target, action, mask].find((reading) => reading?.state === 'unknown')?.path ?? mask.path;
}

const plant = { filterName: 'plant', action: 'Accept', ipMask: '203.0.113.0/24', target: 'all' };
const rest = { filterName: 'rest', action: 'Reject', ipMask: '0.0.0.0/0' };
const filter = (...ipFilterRules: readonly Value[]) => ({
  properties: { sku, properties: { ipFilterRules } },
});

export const dpsFilterTargets = defineRule({
  id: 'dps-ip-filter-covers-service-api',
  title: 'The closing rule of the provisioning filter holds for devices and for the service API',
  topic: 'dps-network-closed',
  class: 'network',
  severity: 'medium',
  target: provisioningService,
  property: [`${rules}[].target`, `${rules}[].action`, `${rules}[].ipMask`],
  check: (view) => whereApplies([isPublic], view, () => judgeTargets(view)),
  why: 'A filter that closes only the device side leaves the service API to the internet: whoever holds its key makes enrolments from anywhere, while the list looks closed.',
  fix: {
    say: 'Set `target` of the rule that rejects `0.0.0.0/0` to `all`, or leave it out.',
    replaces: false,
  },
  serviceDefault: { is: 'a rule without target holds for both', source: ipFilter },
  links: [ipFilter],
  examples: {
    good: [
      filter(plant, { ...rest, target: 'all' }),
      filter(plant, rest),
      filter({ ...rest, target: 'serviceApi' }, { ...rest, filterName: 'devices', target: 'deviceApi' }),
      { properties: { sku, properties: { publicNetworkAccess: 'Disabled' } } },
    ],
    bad: [
      { ...filter(plant, { ...rest, target: 'deviceApi' }), at: [`${rules}[1].target`] },
      { ...filter({ ...rest, target: 'serviceApi' }), at: [`${rules}[0].target`] },
    ],
  },
});

const policies = 'properties.authorizationPolicies';

/** The rights of one policy, in lower case: the service takes several in one text, and tools write lists. */
function rightsOf(value: Value): readonly string[] {
  const texts = isList(value) ? value.map(textOf) : [textOf(value)];
  return texts.flatMap((text) => text.split(',')).map((right) => right.trim().toLowerCase());
}

/** From API version 2026-08-31 on the service can refuse its own keys, and then no policy opens anything. */
const localAuth = 'properties.disableLocalAuth';

function checkSasPolicies(view: ResourceView): readonly Verdict[] {
  const refused = view.one(localAuth);
  if (refused.state === 'known' && textOf(refused.value) === 'true')
    return [{ outcome: 'pass', property: localAuth }];
  const verdicts = checkRights(view);
  const undecided = refused.state === 'unknown' && verdicts.some(({ outcome }) => outcome === 'fail');
  return undecided ? [{ outcome: 'unknown', property: localAuth }] : verdicts;
}

function checkRights(view: ResourceView): readonly Verdict[] {
  const list = view.one(policies);
  if (list.state === 'absent' || (list.state === 'known' && !isSet.holds(list.value))) {
    const message = `\`${policies}\` is not set, so the service creates \`provisioningserviceowner\`, which holds every right.`;
    return [{ outcome: 'fail', property: policies, message }];
  }
  return view.all(`${policies}[].rights`).map((reading): Verdict => {
    const property = reading.path;
    if (reading.state === 'unknown') return { outcome: 'unknown', property };
    const rights = reading.state === 'known' ? rightsOf(reading.value) : [];
    const broad =
      rights.includes('serviceconfig') &&
      (rights.includes('enrollmentwrite') || rights.includes('deviceconnect'));
    const message = `\`${property}\` joins the right to configure the service with the right to enrol or speak for devices.`;
    return broad ? { outcome: 'fail', property, message } : { outcome: 'pass', property };
  });
}

const sharing = (...authorizationPolicies: readonly Value[]) => ({
  properties: { sku, properties: { authorizationPolicies } },
});

export const dpsSasPolicies = defineRule({
  id: 'dps-sas-policy-least-privilege',
  title: 'No shared access policy of the Device Provisioning Service holds every right',
  topic: 'iothub-least-privilege',
  class: 'identity',
  severity: 'medium',
  target: provisioningService,
  property: [`${policies}[].rights`, localAuth],
  check: checkSasPolicies,
  advisory: true,
  why: 'The key of an all-mighty policy makes enrolments for devices that do not exist and points real ones to another hub. Such keys lie in scripts of the commissioning team for years.',
  fix: {
    say: 'Write `properties.authorizationPolicies` with one policy per purpose, such as `rights: EnrollmentWrite` for commissioning and `ServiceConfig` for operations. From API version 2026-08-31 on, `properties.disableLocalAuth: true` turns the keys off.',
    replaces: false,
  },
  serviceDefault: {
    is: 'a built-in policy `provisioningserviceowner` with all rights exists',
    source: accessControl,
  },
  links: [accessControl],
  examples: {
    good: [
      sharing(
        { keyName: 'commissioning', rights: 'EnrollmentWrite' },
        { keyName: 'operations', rights: 'ServiceConfig' },
      ),
      sharing({ keyName: 'audit', rights: 'EnrollmentRead, RegistrationStatusRead' }),
      { properties: { sku, properties: { disableLocalAuth: true } } },
    ],
    bad: [
      {
        ...sharing(
          { keyName: 'audit', rights: 'EnrollmentRead' },
          { keyName: 'all', rights: 'ServiceConfig, EnrollmentWrite, DeviceConnect' },
        ),
        at: [`${policies}[1].rights`],
      },
      { properties: { sku, properties: { allocationPolicy: 'Hashed' } }, at: [policies] },
      { ...sharing(), at: [policies] },
    ],
  },
});

export const dpsIdentity = defineRule({
  id: 'dps-managed-identity',
  title: 'The Device Provisioning Service has an identity of its own',
  topic: 'iothub-identity-routes',
  class: 'identity',
  severity: 'low',
  target: provisioningService,
  property: 'identity.type',
  pass: usesManagedIdentity,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  why: 'Without an identity the service can reach its hubs only with their owner keys, and each hub has to keep accepting keys for as long as devices are to be enrolled.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, and grant the identity a role on the linked hubs.',
    replaces: false,
  },
  serviceDefault: { is: 'the service has no identity', source: api },
  links: [api, 'https://learn.microsoft.com/azure/iot-dps/how-to-manage-linked-iot-hubs'],
  examples: {
    good: [
      { properties: { sku, identity: { type: 'SystemAssigned' }, properties: {} } },
      { properties: { sku, identity: { type: 'SystemAssigned,UserAssigned' }, properties: {} } },
    ],
    bad: [
      { properties: { sku, properties: { allocationPolicy: 'Hashed' } } },
      { properties: { sku, identity: { type: 'None' }, properties: {} } },
    ],
  },
});

export const dpsResidency = defineRule({
  id: 'dps-data-residency',
  title: 'The Device Provisioning Service keeps its data in its own region, where that is demanded',
  topic: 'region-allowed',
  class: 'data-protection',
  severity: 'low',
  target: provisioningService,
  property: 'properties.enableDataResidency',
  pass: isTrue,
  whenAbsent: 'fail',
  demandedBy: 'requireDataResidency',
  options: {
    requireDataResidency: {
      description:
        'Ask for services whose data stays in one region. It turns recovery in the paired region off, so the rule does not apply otherwise.',
      type: 'boolean',
      default: false,
    },
  },
  printable: true,
  why: 'Enrolments name each machine and its owner. Copied to the paired region they may leave the country that a contract or a law on critical infrastructure ties them to.',
  fix: {
    say: 'Set `properties.enableDataResidency` to `true` when the service is created. Recovery in the paired region ends with it: keep the enrolments in a second place of your own.',
    replaces: false,
  },
  serviceDefault: { is: 'data is copied to the paired region', source: typings },
  links: [api],
  examples: {
    good: [
      {
        properties: { location: 'southeastasia', sku, properties: { enableDataResidency: true } },
        options: { requireDataResidency: true },
      },
      { properties: { sku, properties: { allocationPolicy: 'GeoLatency' } } },
    ],
    bad: [
      { properties: { sku, properties: {} }, options: { requireDataResidency: true } },
      {
        properties: { location: 'southeastasia', sku, properties: { enableDataResidency: false } },
        options: { requireDataResidency: true },
      },
    ],
  },
});

const portal = /^\s*$|^(https:\/\/)?([a-z0-9-]+\.)*portal\.azure\.(com|us|cn)\/?$/i;

export const dpsPortalHost = defineRule({
  id: 'dps-portal-cors',
  title: 'No web page but the Azure portal may call the Device Provisioning Service',
  topic: 'dps-network-closed',
  class: 'network',
  severity: 'low',
  target: provisioningService,
  property: 'properties.portalOperationsHostName',
  pass: matches(portal, 'be a host of the Azure portal, such as `portal.azure.com`'),
  whenAbsent: 'pass',
  why: 'A page on the host named here may call the service from the browser of an engineer. On a host of somebody else, one visit to a prepared page is enough to change enrolments.',
  fix: {
    say: 'Leave `properties.portalOperationsHostName` out, or set it to `portal.azure.com`.',
    replaces: false,
  },
  serviceDefault: { is: 'no other page may call the service', source: typings },
  links: [api],
  examples: {
    good: [
      { properties: { sku, properties: { portalOperationsHostName: 'portal.azure.com' } } },
      { properties: { sku, properties: { portalOperationsHostName: 'https://ms.portal.azure.com' } } },
      { properties: { sku, properties: {} } },
    ],
    bad: [
      { properties: { sku, properties: { portalOperationsHostName: 'tools.example.com' } } },
      { properties: { sku, properties: { portalOperationsHostName: 'portal.azure.com.example.net' } } },
      { properties: { sku, properties: { portalOperationsHostName: '*' } } },
    ],
  },
});
