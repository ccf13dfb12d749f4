const pulumi = require('@pulumi/pulumi');

/** The few classes of version 2 of the SDK that the depot needs; the package itself is too large for its build server. */
function resource(token) {
  return class extends pulumi.CustomResource {
    constructor(name, args, opts) {
      const outputs = { name: undefined, properties: undefined };
      super(
        `azure-native:${token}`,
        name,
        { ...outputs, ...args },
        pulumi.mergeOptions({ version: '2.90.0' }, opts),
      );
    }
  };
}

module.exports = {
  ResourceGroup: resource('resources:ResourceGroup'),
  IotHubResource: resource('devices:IotHubResource'),
  DatabaseAccount: resource('documentdb:DatabaseAccount'),
  Redis: resource('cache:Redis'),
  RedisFirewallRule: resource('cache:FirewallRule'),
};
