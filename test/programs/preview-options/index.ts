import * as azure from '@pulumi/azure-native';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const plant = config.requireSecretObject<{ name: string; shifts: number; password: string }>('plant');

class Site extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('options:index:Site', name, {}, opts);
    const group = new azure.resources.ResourceGroup(`${name}-group`, {}, { parent: this });
    const account = new azure.storage.StorageAccount(
      `${name}-account`,
      {
        resourceGroupName: group.name,
        kind: azure.storage.Kind.StorageV2,
        sku: { name: azure.storage.SkuName.Standard_LRS },
      },
      {
        parent: this,
        ignoreChanges: ['tags'],
        aliases: [{ name: 'older' }, { parent: pulumi.rootStackResource }],
      },
    );
    new azure.storage.BlobContainer(
      `${name}-container`,
      { accountName: account.name, resourceGroupName: group.name },
      { parent: account, dependsOn: [account], deletedWith: account },
    );
  }
}

const west = new azure.Provider('west', { location: 'westus', subscriptionId: config.require('region') });

new Site('plain');
new Site('guarded', { provider: west, protect: true });
new azure.resources.ResourceGroup('explicit', { tags: config.requireObject('plant') }, { provider: west });
new azure.resources.ResourceGroup(
  'open',
  { location: config.require('region') },
  { provider: west, protect: false },
);
/** A type without a class of its own: what a program writes that has no package for it. */
const Untyped: new (type: string, name: string, args: object) => pulumi.CustomResource =
  pulumi.CustomResource as never;

new Untyped('azure-native:resources:ResourceGroup', 'untyped', {
  list: [1, 'two', null, { three: true }],
  file: new pulumi.asset.StringAsset('text'),
  group: west,
});

export const replicas = config.requireNumber('replicas');
export const seen = { ratio: config.require('ratio'), enabled: config.requireBoolean('enabled') };
export const secretName = plant.apply((value) => value.name);
