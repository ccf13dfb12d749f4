import * as authorization from '@pulumi/azure-native/authorization';
import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';

/** A component that a provider plugin builds. */
class Cluster extends pulumi.ComponentResource {
  readonly endpoint!: pulumi.Output<string>;

  constructor(name: string, size: pulumi.Input<number>) {
    super('factory:index:Cluster', name, { size, endpoint: undefined }, {}, true);
  }

  kubeconfig(): pulumi.Output<string> {
    return pulumi.runtime.call('factory:index:Cluster/kubeconfig', { __self__: this }, this);
  }
}

const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs) => ({ id: 'one', outs: inputs }),
};

class Label extends pulumi.dynamic.Resource {
  constructor(name: string, args: { text: pulumi.Input<string> }) {
    super(provider, name, args);
  }
}

export = async () => {
  const network = new pulumi.StackReference('organization/network/prod');
  const existing = resources.ResourceGroup.get('existing', '/subscriptions/0/resourceGroups/existing');
  const client = await authorization.getClientConfig();
  const keys = storage.listStorageAccountKeysOutput({ accountName: 'plant', resourceGroupName: 'existing' });
  const cluster = new Cluster('cluster', 3);
  const label = new Label('label', { text: 'line 1' });
  const group = new resources.ResourceGroup('group', {
    managedBy: client.tenantId,
    location: existing.location,
    tags: {
      subnet: network.getOutput('subnet').apply(String),
      key: keys.apply((result) => result.keys[0]?.value ?? ''),
      endpoint: cluster.endpoint,
      kubeconfig: cluster.kubeconfig(),
      label: label.id,
      existing: existing.id,
    },
  });
  const again = new resources.ResourceGroup('again', { location: existing.location });
  return { group: group.id, again: again.id };
};
