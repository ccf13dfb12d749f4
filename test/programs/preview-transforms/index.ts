import * as azure from '@pulumi/azure-native';
import * as resources from '@pulumi/azure-native/resources';
import * as storage from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';

/** Adds its name to the tag `seen`, so that the order in which transforms ran shows in the result. */
function mark(name: string): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    if (!type.startsWith('azure-native:')) return undefined;
    return { props: { ...props, tags: { ...props.tags, seen: `${props.tags?.seen ?? ''}${name};` } }, opts };
  };
}

pulumi.runtime.registerResourceTransform(mark('stack'));
pulumi.runtime.registerResourceTransform(({ name, opts }) =>
  name === 'locked' ? { props: {}, opts: { ...opts, protect: true } } : undefined,
);
pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({ args: { ...args, expand: 'kerb' }, opts }));

class Plant extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('transforms:index:Plant', name, {}, opts);
    const group = new resources.ResourceGroup('group', {}, { parent: this });
    new storage.StorageAccount(
      'account',
      {
        resourceGroupName: group.name,
        kind: 'StorageV2',
        sku: { name: 'Standard_LRS' },
        customDomain: { name: pulumi.secret('hush.example') },
      },
      { parent: this, transforms: [mark('own')] },
    );
  }
}

const north = new azure.Provider('north', { location: 'northeurope' });
new Plant('plant', { transforms: [mark('parent')], providers: [north] });
new resources.ResourceGroup(
  'locked',
  {},
  { protect: false, retainOnDelete: true, deleteBeforeReplace: true },
);
const hook = new pulumi.ResourceHook('before', () => {});
new resources.ResourceGroup('hooked', {}, { hooks: { beforeCreate: [hook] } });

export const key = storage.listStorageAccountKeysOutput({ accountName: 'a', resourceGroupName: 'b' }).keys;
