const pulumi = require('@pulumi/pulumi');

// Written without the provider's SDK, so that the tests of the command line start fast.
class Resource extends pulumi.CustomResource {}

const safe = new pulumi.Config().getBoolean('safe') ?? false;
new Resource('azure-native:storage:EncryptionScope', 'scope', {
  scopeName: 'scope',
  source: 'Microsoft.KeyVault',
  requireInfrastructureEncryption: safe,
});
new Resource('azure-native:network:RouteTable', 'routes', {
  routeTableName: 'routes',
});
