import {
  diagnosticSetting,
  networkInterface,
  perimeterAssociation,
  privateEndpoint,
  publicIpAddress,
} from '../resources/types';
import { textOf } from '../resources/value';
import { isNotSet, notTrue, oneOf } from '../rule/conditions';
import { listOption } from '../rule/option-values';
import { type Control, defineRule, type ExampleResource, type Verdict } from '../rule/rule';
import { diagnosticsRule } from '../rule/stack-rules';
import { verdictOf } from '../rule/verdict';

const addresses = 'https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses';
const interfaces = 'https://learn.microsoft.com/azure/virtual-network/virtual-network-network-interface';
const ddosLogs = 'https://learn.microsoft.com/azure/ddos-protection/monitor-ddos-protection-reference';
const endpoints = 'https://learn.microsoft.com/azure/private-link/private-endpoint-overview';
const perimeters = 'https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts';
const typings = 'azure-native 3.28 typings';

/** Controls on what stands open at the border, which the topic of segmentation does not name. */
const exposed: readonly Control[] = [
  'mcsb:NS-1',
  'mcsb:NS-2',
  'nist:SC-7',
  'nist:AC-17',
  'iec33:SR1.13',
  'iec33:SR5.2',
  'enisa:GP-TM-50',
  'cra:1.j',
];

const subnetId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/edge';
const addressId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/edge';
const ipConfiguration = { name: 'main', subnet: { id: subnetId }, privateIPAllocationMethod: 'Dynamic' };

export const nicNoPublicIp = defineRule({
  id: 'nic-no-public-ip',
  title: 'Network interfaces have no public address',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_119'],
    azurePolicy: ['83a86a26-fd1f-447c-b59d-e51f44264114'],
    kics: ['c1573577'],
    trivy: ['AZU-0076'],
  },
  target: networkInterface,
  property: 'ipConfigurations[].publicIPAddress',
  pass: isNotSet,
  whenAbsent: 'pass',
  controls: exposed,
  why: 'A public address puts one machine of the plant zone on the internet, past firewall and gateway; a single open port or a rule changed in haste is then enough to get inside.',
  fix: {
    say: 'Remove `publicIPAddress` from the IP configuration. Reach the machine through Azure Bastion or a VPN, and let it out through a NAT gateway.',
    replaces: false,
  },
  serviceDefault: { is: 'no public address', source: interfaces },
  links: [interfaces, addresses],
  examples: {
    good: [
      { properties: { ipConfigurations: [ipConfiguration], enableAcceleratedNetworking: true } },
      { properties: { ipConfigurations: [{ ...ipConfiguration, publicIPAddress: {} }] } },
    ],
    bad: [
      {
        properties: {
          ipConfigurations: [ipConfiguration, { ...ipConfiguration, publicIPAddress: { id: addressId } }],
        },
        at: ['ipConfigurations[1].publicIPAddress'],
      },
    ],
  },
});

export const nicNoIpForwarding = defineRule({
  id: 'nic-no-ip-forwarding',
  title: 'Network interfaces do not forward traffic of others',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_118'],
    azurePolicy: ['88c0b9da-ce96-4b03-9635-f29a937e2900'],
    kics: ['4216ebac'],
    trivy: ['AZU-0075'],
  },
  target: networkInterface,
  property: 'enableIPForwarding',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  why: 'A machine that forwards is a router: once broken into, it connects two zones that were drawn apart and reads what passes through it.',
  fix: {
    say: 'Set `enableIPForwarding` to `false`. Exempt the interfaces of a firewall appliance by name.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'traffic that is not for the machine is dropped', source: interfaces },
  links: [interfaces],
  examples: {
    good: [
      { properties: { ipConfigurations: [ipConfiguration] } },
      { properties: { ipConfigurations: [ipConfiguration], enableIPForwarding: false } },
    ],
    bad: [{ properties: { ipConfigurations: [ipConfiguration], enableIPForwarding: true } }],
  },
});

export const publicIpForbidden = defineRule({
  id: 'public-ip-forbidden',
  title: 'Public addresses are on the list of allowed ones and of SKU Standard',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  peers: { psrule: ['Azure.PublicIP.StandardSKU'], azurePolicy: ['83a86a26-fd1f-447c-b59d-e51f44264114'] },
  target: publicIpAddress,
  property: ['sku.name', 'publicIpAddressName'],
  check: (view, options): readonly Verdict[] => {
    const allowed = listOption(options, 'allowedNames').map((name) => name.toLowerCase());
    const name = view.one('publicIpAddressName');
    const isListed =
      allowed.includes(view.resource.name.toLowerCase()) ||
      (name.state === 'known' && allowed.includes(textOf(name.value).toLowerCase()));
    if (!isListed) {
      if (name.state === 'unknown' && allowed.length > 0)
        return [{ outcome: 'unknown', property: name.path }];
      const message = 'This public address is not among those that `allowedNames` of the rule allows.';
      return [{ outcome: 'fail', property: name.path, message }];
    }
    return [
      verdictOf(view.one('sku.name'), {
        must: oneOf('Standard', 'StandardV2'),
        whenAbsent: 'fail',
        serviceDefault: 'the SKU is `Basic`',
        printable: true,
      }),
    ];
  },
  options: {
    allowedNames: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Names of the public addresses that may exist, in Azure or in the program.',
    },
  },
  controls: exposed,
  why: 'Every public address is a door that scanners find within hours, and the list is where somebody decided that it has to be there. A Basic one is open to all inbound traffic until a group closes it, and is retired.',
  fix: {
    say: 'Remove the address, or add its name to `allowedNames` of this rule and set `sku.name` to `Standard`. Only an address that nothing uses can change its SKU.',
    replaces: true,
  },
  serviceDefault: { is: 'the SKU is `Basic`', source: addresses },
  links: [addresses],
  examples: {
    good: [
      {
        properties: {
          publicIpAddressName: 'egress',
          sku: { name: 'Standard' },
          publicIPAllocationMethod: 'Static',
        },
        options: { allowedNames: ['egress'] },
      },
    ],
    bad: [
      {
        properties: { publicIpAddressName: 'egress', sku: { name: 'Basic' } },
        options: { allowedNames: ['egress'] },
        at: ['sku.name'],
      },
      {
        properties: { publicIpAddressName: 'egress' },
        options: { allowedNames: ['egress'] },
        at: ['sku.name'],
      },
      {
        properties: { publicIpAddressName: 'test', sku: { name: 'Standard' } },
        at: ['publicIpAddressName'],
      },
    ],
  },
});

const address: ExampleResource = {
  type: publicIpAddress,
  name: 'edge',
  properties: { publicIpAddressName: 'edge', sku: { name: 'Standard' } },
};

const setting = (properties: ExampleResource['properties']): ExampleResource => ({
  type: diagnosticSetting,
  name: 'edge-logs',
  properties: {
    resourceUri: addressId,
    workspaceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w',
    ...properties,
  },
});

const ddosCategories = ['DDoSProtectionNotifications', 'DDoSMitigationFlowLogs', 'DDoSMitigationReports'];

export const publicIpDdosLogs = diagnosticsRule({
  id: 'public-ip-ddos-logs',
  title: 'Public addresses log floods and what was done against them',
  topic: 'net-ddos',
  severity: 'low',
  peers: { azurePolicy: ['752154a7-1e0f-45c6-a880-ac75a7e4f648'] },
  target: publicIpAddress,
  categories: ddosCategories,
  why: 'When a fleet drops off, these logs tell a flood from a broken line within minutes, and who sent it; without them the plant looks for a fault of its own.',
  fix: {
    say: 'Add a `DiagnosticSetting` with the id of the address as `resourceUri`, a workspace, and the category group `allLogs` or the three categories that start with `DDoS`.',
    replaces: false,
  },
  serviceDefault: { is: 'no log is kept', source: ddosLogs },
  links: [ddosLogs],
  examples: {
    good: [
      { resources: [address, setting({ logs: [{ categoryGroup: 'allLogs', enabled: true }] })] },
      {
        resources: [
          address,
          setting({ logs: ddosCategories.map((category) => ({ category, enabled: true })) }),
        ],
      },
      {
        resources: [
          address,
          {
            ...setting({ logs: [{ categoryGroup: 'allLogs', enabled: true }] }),
            uses: { resourceUri: ['edge'] },
          },
        ],
      },
    ],
    bad: [
      { resources: [address] },
      { resources: [address, setting({ logs: [{ category: 'DDoSMitigationReports', enabled: true }] })] },
    ],
  },
});

const manual = 'manualPrivateLinkServiceConnections';

export const peAutoApprovedOnly = defineRule({
  id: 'pe-auto-approved-only',
  title: 'Private endpoints lead only to resources of known subscriptions',
  topic: 'iothub-egress',
  class: 'network',
  severity: 'medium',
  peers: {
    azurePolicy: [
      'b9ea0c2d-5c16-4d86-8e09-af82a239a0a4',
      'ea79b84d-f538-475d-a6ef-7951747a3455',
      'd8d639f5-1c93-4893-8d3c-cd5106d3ebc4',
    ],
  },
  target: privateEndpoint,
  property: [manual, `${manual}[].privateLinkServiceId`],
  check: (view, options) => {
    const allowed = listOption(options, 'allowedSubscriptions').map((id) => id.toLowerCase());
    const verdicts = view.all(`${manual}[].privateLinkServiceId`).map((reading): Verdict => {
      const property = reading.path;
      if (reading.state === 'absent' && reading.missing === manual)
        return { outcome: 'pass', property: manual };
      if (reading.state === 'unknown' && (property === manual || allowed.length > 0))
        return { outcome: 'unknown', property };
      const id = reading.state === 'known' ? textOf(reading.value) : '';
      const subscription = /^\/subscriptions\/([^/]+)\//i.exec(id)?.[1]?.toLowerCase();
      if (subscription !== undefined && allowed.includes(subscription)) return { outcome: 'pass', property };
      const message = `\`${property}\` asks somebody else for approval, and its subscription is not among the \`allowedSubscriptions\` of the rule.`;
      return { outcome: 'fail', property, message };
    });
    return verdicts.length > 0 ? verdicts : [{ outcome: 'pass', property: manual }];
  },
  options: {
    allowedSubscriptions: {
      type: 'array',
      items: 'string',
      default: [],
      description: 'Ids of the foreign subscriptions to which a private endpoint may be requested.',
    },
  },
  why: 'A request for approval goes to a resource that belongs to others: through such an endpoint data leaves the plant network on a private path that no firewall looks into.',
  fix: {
    say: 'Move the connection to `privateLinkServiceConnections`, which Azure approves only for resources of your own, or add the subscription to `allowedSubscriptions` of this rule.',
    replaces: true,
  },
  serviceDefault: { is: 'no such connection exists', source: typings },
  links: [endpoints],
  examples: {
    good: [
      {
        properties: {
          subnet: { id: subnetId },
          privateLinkServiceConnections: [
            {
              name: 'hub',
              privateLinkServiceId:
                '/subscriptions/own/resourceGroups/g/providers/Microsoft.Devices/IotHubs/h',
              groupIds: ['iotHub'],
            },
          ],
        },
      },
      {
        properties: {
          manualPrivateLinkServiceConnections: [
            {
              privateLinkServiceId:
                '/subscriptions/PARTNER/resourceGroups/g/providers/Microsoft.Sql/servers/s',
            },
          ],
        },
        options: { allowedSubscriptions: ['partner'] },
      },
    ],
    bad: [
      {
        properties: {
          manualPrivateLinkServiceConnections: [
            {
              name: 'cloud-historian',
              privateLinkServiceId: '/subscriptions/other/resourceGroups/g/providers/Microsoft.Sql/servers/s',
              groupIds: ['sqlServer'],
              requestMessage: 'Please approve',
            },
          ],
        },
        options: { allowedSubscriptions: ['partner'] },
        at: [`${manual}[0].privateLinkServiceId`],
      },
      {
        properties: {
          manualPrivateLinkServiceConnections: [
            { name: 'vendor', privateLinkServiceId: 'vendor.1b2c.westeurope.azure.privatelinkservice' },
          ],
        },
      },
    ],
  },
});

export const nspEnforced = defineRule({
  id: 'nsp-enforced',
  title: 'Network security perimeters are enforced',
  topic: 'net-segmentation',
  class: 'network',
  severity: 'medium',
  target: perimeterAssociation,
  property: 'accessMode',
  pass: oneOf('Enforced'),
  whenAbsent: 'fail',
  printable: true,
  controls: exposed,
  why: 'In the other modes the perimeter only writes down what it would have refused, and the own settings of the resource still decide: everybody believes the vault is inside, and the internet reaches it.',
  fix: {
    say: 'Read the access logs of the perimeter, add the rules that clients need, then set `accessMode` to `Enforced`.',
    replaces: false,
  },
  serviceDefault: { is: 'the association starts in `Learning`', source: perimeters },
  links: [perimeters],
  examples: {
    good: [
      { properties: { networkSecurityPerimeterName: 'plant', accessMode: 'Enforced' } },
      { properties: { associationName: 'vault', accessMode: 'enforced' } },
    ],
    bad: [
      { properties: { networkSecurityPerimeterName: 'plant', accessMode: 'Learning' } },
      { properties: { networkSecurityPerimeterName: 'plant', accessMode: 'Audit' } },
      { properties: { networkSecurityPerimeterName: 'plant', associationName: 'vault' } },
    ],
  },
});
