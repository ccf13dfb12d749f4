import * as pulumi from '@pulumi/pulumi';
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks';

/** A resource as the program hands it to the engine. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  // Inputs of any resource type: the tests read whatever path they are about.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly inputs: any;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly dependencies: readonly string[];
}

/** What the mocked engine answers beside the inputs, by token: what only a provider knows. */
const computed: Record<string, Record<string, unknown>> = {
  'azure-native:keyvault:Vault': { properties: { vaultUri: 'https://kv.vault.azure.net/' } },
  'azure-native:keyvault:ManagedHsm': { properties: { hsmUri: 'https://hsm.managedhsm.azure.net/' } },
  'azure-native:keyvault:Key': {
    keyUri: 'https://kv.vault.azure.net/keys/k',
    keyUriWithVersion: 'https://kv.vault.azure.net/keys/k/1',
  },
  'azure-native:containerregistry:Registry': { loginServer: 'images.azurecr.io' },
  'azure-native:dbforpostgresql:Server': { fullyQualifiedDomainName: 'pg.postgres.database.azure.com' },
  'azure-native:sql:Server': { fullyQualifiedDomainName: 'sql.database.windows.net' },
  'azure-native:kusto:Cluster': { uri: 'https://adx.westeurope.kusto.windows.net' },
  'azure-native:managedidentity:UserAssignedIdentity': { principalId: 'principal', clientId: 'client' },
  'azure-native:cosmosdb:DatabaseAccount': { documentEndpoint: 'https://state.documents.azure.com/' },
  'azure-native:iothub:IotHubResource': {
    properties: {
      hostName: 'hub.azure-devices.net',
      authorizationPolicies: [{ keyName: 'iothubowner', primaryKey: 'HUB-KEY', rights: 'RegistryWrite' }],
    },
  },
  'azure-native:resources:Resource': {
    properties: {
      idScope: '0ne000',
      deviceProvisioningHostName: 'global.azure-devices-provisioning.net',
      authorizationPolicies: [{ keyName: 'provisioningserviceowner', primaryKey: 'DPS-KEY' }],
    },
  },
};

export interface Run<T> {
  readonly result: T;
  readonly resources: readonly Registered[];
  /** The one resource of a type whose name ends so. */
  only(type: string, name?: string): Registered;
  /** All resources of a type. */
  all(type: string): readonly Registered[];
}

interface RunOptions {
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
  /** Run as a preview in which nothing that a provider computes is known. */
  readonly nothingKnown?: boolean;
}

let registered: Registered[] = [];
const { registerResource } = MockMonitor.prototype;

// The mocks are told type, name and inputs only; protection and order are part of what is tested here.
MockMonitor.prototype.registerResource = async function (request, callback) {
  await registerResource.call(this, request, (error: unknown, response: { getUrn(): string }) => {
    if (!error) {
      registered.push({
        type: request.getType(),
        name: request.getName(),
        urn: response.getUrn(),
        inputs: request.getObject().toJavaScript(),
        protect: request.getProtect(),
        ignoreChanges: request.getIgnorechangesList(),
        dependencies: request.getDependenciesList(),
      });
    }
    callback(error, response);
  });
};

/** Runs a program against a mocked engine until everything it registers has been registered. */
export async function run<T>(program: () => T, options: RunOptions = {}): Promise<Run<T>> {
  const resources: Registered[] = [];
  registered = resources;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => ({
        id: custom === false || options.nothingKnown ? undefined : `/mock/${type}/${name}`,
        state: options.nothingKnown ? {} : { ...inputs, name, ...computed[type] },
      }),
      call: () =>
        options.nothingKnown ? {} : { tenantId: 'tenant', subscriptionId: 'subscription', objectId: 'login' },
    },
    'iiot-guard',
    options.stack ?? 'test',
    options.nothingKnown ?? false,
  );
  pulumi.runtime.setAllConfig({ ...options.config }, [...(options.secretKeys ?? [])]);
  const result = program();
  await pulumi.runtime.disconnect();

  const all = (type: string) => resources.filter((resource) => resource.type === `azure-native:${type}`);
  return {
    result,
    resources,
    all,
    only(type, name = '') {
      const found = all(type).filter((resource) => resource.name.endsWith(name));
      const [first] = found;
      if (!first || found.length > 1) throw new Error(`${found.length} resources ${type} ${name}, not one`);
      return first;
    },
  };
}

/** The value of an output, after a run. */
export const settled = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });
