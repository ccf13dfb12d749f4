// Rules of a team's own, made like ours. `exports.rules` is what `iiot-guard --rules` and the policy pack beside take.
const { conditions, defineRule } = require('@iiot-guard/policies');

const plantTag = defineRule({
  id: 'acme-storage-plant-tag',
  title: 'Storage accounts say which plant they belong to',
  topic: 'gov-required-tags',
  class: 'monitoring',
  severity: 'medium',
  target: 'Microsoft.Storage/storageAccounts',
  property: 'tags.plant',
  pass: conditions.matches(/^plant-\d+$/, 'be the number of a plant, such as plant-7'),
  whenAbsent: 'fail',
  why: 'When an account is attacked at night, the person on call must know at once whose machines depend on it.',
  fix: { say: 'Set the tag `plant` to the number of the plant, such as `plant-7`.', replaces: false },
  serviceDefault: {
    is: 'a resource has no tags',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
  },
  links: ['https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources'],
  options: {},
  examples: {
    good: [{ properties: { tags: { plant: 'plant-7' } } }],
    bad: [{ properties: { tags: { plant: 'Hamburg' } } }, { properties: {} }],
  },
});

const hubInEurope = defineRule({
  id: 'acme-hub-region',
  title: 'IoT hubs are in a region that the works council has agreed to',
  topic: 'region-allowed',
  class: 'data-protection',
  severity: 'high',
  target: 'Microsoft.Devices/IotHubs',
  property: 'location',
  options: {
    regions: {
      type: 'array',
      items: 'string',
      description: 'The regions that are agreed to.',
      default: ['westeurope', 'germanywestcentral'],
    },
  },
  pass: ({ regions }) => conditions.oneOf(...regions),
  whenAbsent: 'fail',
  printable: true,
  why: 'Telemetry of machines shows who worked when. The agreement with the works council holds for these regions only.',
  fix: { say: 'Set `location` to one of the agreed regions.', replaces: true },
  serviceDefault: { is: 'the hub is made in the region of the resource group' },
  links: ['https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide'],
  examples: {
    good: [{ properties: { location: 'westeurope' } }],
    bad: [{ properties: { location: 'eastus' } }],
  },
});

exports.rules = [plantTag, hubInEurope];
