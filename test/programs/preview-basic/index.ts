import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

class Plant extends pulumi.ComponentResource {
  readonly account: storage.StorageAccount;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('basic:index:Plant', name, {}, opts);
    const group = new resources.ResourceGroup('group', {}, { parent: this });
    this.account = new storage.StorageAccount(
      'account',
      {
        resourceGroupName: group.name,
        kind: 'StorageV2',
        sku: { name: config.require('sku') },
        tags: { owner: config.requireSecret('password') },
      },
      { parent: this, protect: true },
    );
    this.registerOutputs({ id: this.account.id });
  }
}

const plant = new Plant('plant');
export const id = plant.account.id;
