import { mongoCluster } from '../resources/types';
import { oneOf } from '../rule/conditions';
import { defineRule } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';

// Defaults of the service: API version 2024-07-01, the default of azure-native 3.28 in its module `mongocluster`. The class
// of the same type in its module `cosmosdb` (2024-02-15-preview) cannot express the property at all.
const privateLink = 'https://learn.microsoft.com/azure/cosmos-db/mongodb/vcore/how-to-private-link';

export const mongoPublicNetwork = defineRule({
  id: 'cosmos-mongo-vcore-public-access',
  title: 'Clusters of Azure Cosmos DB for MongoDB cannot be reached from the public internet',
  topic: 'db-network-closed',
  class: 'network',
  severity: 'medium',
  peers: { psrule: ['Azure.Cosmos.MongoEntraID'] },
  target: mongoCluster,
  property: 'properties.publicNetworkAccess',
  pass: oneOf('Disabled'),
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('db-network-closed'),
  why: 'Such a cluster signs in with a user name and a password. On the internet, one connection string from a repository is enough to copy the device data or to hold it to ransom, as happens to open MongoDB servers every day.',
  fix: {
    say: 'Set `properties.publicNetworkAccess` to `Disabled` on `mongocluster.MongoCluster`, and add a private endpoint with the group id `MongoCluster`.',
    replaces: false,
    value: 'Disabled',
  },
  serviceDefault: { is: 'the cluster has a public endpoint', source: privateLink },
  links: [privateLink],
  examples: {
    good: [
      {
        properties: {
          mongoClusterName: 'plant',
          properties: { publicNetworkAccess: 'Disabled', serverVersion: '7.0', compute: { tier: 'M30' } },
        },
      },
      { properties: { properties: { publicNetworkAccess: 'disabled' } } },
    ],
    bad: [
      {
        properties: {
          mongoClusterName: 'plant',
          properties: { publicNetworkAccess: 'Enabled', highAvailability: { targetMode: 'SameZone' } },
        },
      },
      { properties: { mongoClusterName: 'plant', properties: { serverVersion: '7.0' } } },
      { properties: { mongoClusterName: 'plant', administratorLogin: 'operator', serverVersion: '5.0' } },
    ],
  },
});
