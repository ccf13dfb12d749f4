import { Provider } from '@pulumi/azure-native';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

/** What runs: signed in by the pipeline's own identity. */
export const line = new Provider('line', {
  subscriptionId: '5a0c7a10-0000-4000-8000-000000000001',
  useOidc: true,
});

/** The test track of the university. Its login server answers under another name. */
export const lab = new Provider('lab', {
  subscriptionId: '5a0c7a10-0000-4000-8000-0000000000aa',
  clientId: '5a0c7a10-0000-4000-8000-0000000000ab',
  clientSecret: config.requireSecret('labSecret'),
  tenantId: '5a0c7a10-0000-4000-8000-0000000000ac',
  metadataHost: 'login.testtrack.example',
  disableInstanceDiscovery: true,
});

/** The provider of a package for one API version has a name of its own, and the same settings. */
export class PackageProvider extends pulumi.ProviderResource {
  constructor(name: string, args: { readonly [setting: string]: pulumi.Input<string> }) {
    super('azure-native_redisenterprise_v20250701', name, args);
  }
}
export const caches = new PackageProvider('caches', { useMsi: 'true', msiEndpoint: 'http://10.1.2.3/token' });
