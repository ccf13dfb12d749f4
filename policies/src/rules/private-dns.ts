import type { Resource } from '../resources/resource';
import { privateDnsZone, privateDnsZoneGroup, privateDnsZoneLink, privateEndpoint } from '../resources/types';
import { textOf } from '../resources/value';
import { matches, notTrue } from '../rule/conditions';
import { defineRule, type ExampleResource, type StackView } from '../rule/rule';
import { isOf } from '../rule/setting-rules';

const dns = 'https://learn.microsoft.com/azure/private-link/private-endpoint-dns';
const registration = 'https://learn.microsoft.com/azure/dns/private-dns-autoregistration';

/** The zones that the clients of a group id look names up in, up to the part that differs between clouds. */
const zonesOf: { readonly [groupId: string]: readonly string[] } = {
  iothub: ['privatelink.azure-devices', 'privatelink.servicebus'],
  iotdps: ['privatelink.azure-devices-provisioning'],
};

const groupIds = [
  'privateLinkServiceConnections[].groupIds[]',
  'manualPrivateLinkServiceConnections[].groupIds[]',
];

/** The zones that the endpoint needs; undefined among them where a group id is unknown. */
function wantedZones(endpoint: Resource, stack: StackView): readonly (string | undefined)[] {
  const view = stack.view(endpoint);
  return groupIds
    .flatMap((path) => view.all(path))
    .flatMap((id): readonly (string | undefined)[] => {
      if (id.state === 'unknown') return [undefined];
      return id.state === 'known' ? (zonesOf[textOf(id.value).toLowerCase()] ?? []) : [];
    });
}

/** The names of the zones that a group keeps records in; undefined for one whose name nothing tells. */
function zonesIn(group: Resource, stack: StackView): readonly (string | undefined)[] {
  const ids = stack.view(group).all('privateDnsZoneConfigs[].privateDnsZoneId');
  const known = ids.flatMap((id) => (id.state === 'known' ? [textOf(id.value).split('/').at(-1)] : []));
  const unknown = ids.filter((id) => id.state === 'unknown').length;
  const origins = group.propertyDependencies.privateDnsZoneConfigs ?? [];
  const computed = origins
    .flatMap((urn) => stack.find(urn) ?? [])
    .filter((origin) => isOf(origin, [privateDnsZone]))
    .map((zone) => {
      const name = stack.view(zone).one('privateZoneName');
      return name.state === 'known' ? textOf(name.value) : undefined;
    });
  // A zone of another stack leaves an unknown id that no resource of this one stands behind.
  const foreign = Array.from({ length: Math.max(0, unknown - computed.length) }, () => undefined);
  return [...known, ...computed, ...foreign];
}

const isIn = (wanted: string, zones: readonly (string | undefined)[]): boolean =>
  zones.some((zone) => zone?.toLowerCase().startsWith(`${wanted}.`));

const hubId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Devices/IotHubs/plant';
const zoneId = (zone: string) =>
  `/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/${zone}`;

const endpoint = (groupId: string): ExampleResource => ({
  type: privateEndpoint,
  name: 'entry',
  properties: {
    privateEndpointName: 'entry',
    privateLinkServiceConnections: [{ name: groupId, privateLinkServiceId: hubId, groupIds: [groupId] }],
  },
});

const zoneGroup = (...zones: readonly string[]): ExampleResource => ({
  type: privateDnsZoneGroup,
  name: 'entry-dns',
  properties: {
    privateEndpointName: 'entry',
    privateDnsZoneConfigs: zones.map((zone) => ({ name: zone, privateDnsZoneId: zoneId(zone) })),
  },
});

export const peHasDnsZoneGroup = defineRule({
  id: 'pe-has-dns-zone-group',
  title: 'Each private endpoint registers its names in the private DNS zones of the service',
  topic: 'iothub-private-endpoint',
  class: 'network',
  severity: 'medium',
  peers: { azurePolicy: ['c99ce9c1-ced7-4c3e-aca0-10e69ce0cb02', 'aaa64d2d-2fa3-45e5-b332-0b031b9b30e8'] },
  target: privateEndpoint,
  relates: [privateDnsZoneGroup, privateDnsZone],
  property: 'privateDnsZoneConfigs',
  checkStack: (subject, stack) => {
    const property = 'privateDnsZoneConfigs';
    const groups = stack
      .referring(privateDnsZoneGroup, ['privateEndpointName'], subject)
      .map(({ resource, answer }) => ({ answer, zones: zonesIn(resource, stack) }));
    const zonesWhere = (wanted: 'yes' | 'maybe') =>
      groups.flatMap(({ answer, zones }) => (answer === wanted ? zones : []));
    const sure = zonesWhere('yes');
    const wanted = wantedZones(subject, stack);
    const missing = wanted.filter((zone) => zone !== undefined && !isIn(zone, sure));
    if (missing.length === 0 && sure.length > 0)
      return [{ outcome: wanted.includes(undefined) ? 'unknown' : 'pass', property }];
    const isOpen = sure.includes(undefined) || groups.some(({ answer }) => answer === 'maybe');
    if (isOpen) return [{ outcome: 'unknown', property }];
    const named = missing.map((zone) => `\`${zone}.…\``).join(' and ');
    const message =
      sure.length > 0
        ? `Its DNS zone group lacks the zone ${named}, so clients still find the public address there.`
        : 'No DNS zone group of this stack belongs to it, so clients still find the public address.';
    return [{ outcome: 'fail', property, message }];
  },
  why: 'Without a record in the private zone a gateway looks up the public address: it is turned away once public access is off, and somebody opens it again to get the plant going.',
  fix: {
    say: 'Add a `PrivateDnsZoneGroup` for the endpoint with all zones of the service; an IoT Hub needs `privatelink.azure-devices.net` and `privatelink.servicebus.windows.net`, a provisioning service `privatelink.azure-devices-provisioning.net`.',
    replaces: false,
  },
  serviceDefault: { is: 'names lead to the public address', source: dns },
  links: [dns],
  examples: {
    good: [
      {
        resources: [
          endpoint('iotHub'),
          zoneGroup('privatelink.azure-devices.net', 'privatelink.servicebus.windows.net'),
        ],
      },
      {
        resources: [
          endpoint('vault'),
          {
            type: privateDnsZone,
            name: 'zone',
            properties: { privateZoneName: 'privatelink.vaultcore.azure.net' },
          },
          {
            type: privateDnsZoneGroup,
            name: 'entry-dns',
            properties: { privateDnsZoneConfigs: [{ name: 'vault' }] },
            uses: { privateEndpointName: ['entry'], privateDnsZoneConfigs: ['zone'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [endpoint('vault')] },
      { resources: [endpoint('iotHub'), zoneGroup('privatelink.azure-devices.net')] },
      { resources: [endpoint('iotDps'), zoneGroup('privatelink.azure-devices.net')] },
      { resources: [endpoint('vault'), zoneGroup()] },
    ],
  },
});

export const privateDnsNoAutoRegistration = defineRule({
  id: 'privatedns-no-auto-registration',
  title: 'Machines do not register themselves in the zones of private endpoints',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'low',
  target: privateDnsZoneLink,
  property: 'registrationEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  when: [
    {
      property: 'privateZoneName',
      is: matches(/^privatelink\.|\.privatelink\./i, 'be a privatelink zone'),
      whenAbsent: false,
    },
  ],
  printable: true,
  why: 'With registration on, any machine of the network writes its own name into the zone: one that is called like the hub takes over the place where gateways look for it.',
  fix: {
    say: 'Set `registrationEnabled` to `false` on links of `privatelink` zones; machines register in a zone of their own.',
    replaces: false,
  },
  serviceDefault: { is: 'machines are not registered', source: registration },
  links: [registration, dns],
  examples: {
    good: [
      { properties: { privateZoneName: 'privatelink.azure-devices.net', registrationEnabled: false } },
      { properties: { privateZoneName: 'plant.internal', registrationEnabled: true } },
    ],
    bad: [
      {
        properties: {
          privateZoneName: 'privatelink.azure-devices.net',
          virtualNetworkLinkName: 'plant',
          registrationEnabled: true,
        },
      },
      { properties: { privateZoneName: 'PRIVATELINK.servicebus.windows.net', registrationEnabled: true } },
    ],
  },
});
