import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ClassicShape, classicShapes, shapeOf } from '../../policies/src/resources/classic';
import type { Field } from '../../policies/src/resources/shapes';
import { classicTypeOf } from '../../policies/src/resources/tokens';
import { classicTokens } from '../../policies/src/resources/tokens-classic';

const sdk = dirname(require.resolve('@pulumi/azure/package.json'));
const inputs = readFileSync(join(sdk, 'types/input.d.ts'), 'utf8');

/** A block of the typings: its properties, and the block that each is made of. */
type Block = ReadonlyMap<string, (() => Block) | undefined>;

function blockIn(text: string, name: string): Block {
  const body = new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n *\\}\\n`).exec(text)?.[1] ?? '';
  const properties = body.matchAll(/^ *(?:readonly )?"?([\w$]+)"?\??: ([^;]+);/gm);
  return new Map(
    [...properties].map(([, property = '', type = '']) => {
      const [, module, block] = /inputs\.(\w+)\.(\w+)/.exec(type) ?? [];
      return [property, module && block ? () => blockIn(namespace(module), block) : undefined];
    }),
  );
}

function namespace(name: string): string {
  const start = inputs.indexOf(`\nexport declare namespace ${name} {`);
  const end = inputs.indexOf('\nexport declare namespace ', start + 1);
  return start < 0 ? '' : inputs.slice(start, end < 0 ? undefined : end);
}

/** Every class of the installed provider, by its name (`iot/route:Route`): its file, and the names it had before. */
const classes = new Map<string, { readonly file: string; readonly aliases: readonly string[] }>();
for (const module of readdirSync(sdk, { withFileTypes: true })) {
  if (!module.isDirectory() || module.name === 'types') continue;
  for (const file of readdirSync(join(sdk, module.name))) {
    if (!file.endsWith('.js') || file.startsWith('get')) continue;
    const text = readFileSync(join(sdk, module.name, file), 'utf8');
    const name = /__pulumiType = 'azure:([^']+)'/.exec(text)?.[1];
    if (name === undefined) continue;
    const list = /const aliasOpts = \{ aliases: \[(.*?)\] \};/s.exec(text)?.[1] ?? '';
    const aliases = [...list.matchAll(/type: "azure:([^"]+)"/g)].map((match) => match[1] ?? '');
    classes.set(name, { file: join(sdk, module.name, file.replace(/\.js$/, '.d.ts')), aliases });
  }
}

function argumentsOf(name: string): Block {
  const { file = '' } = classes.get(name) ?? {};
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return blockIn(text, /export interface (\w+Args) /.exec(text)?.[1] ?? '');
}

/** The paths that a list of fields reads in its block; those of blocks inside with the name of the block before them. */
function pathsRead(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ from, or, each = [], block = [] }) => {
    const spellings = or === undefined ? [from] : [from, or];
    const below = pathsRead([...each, ...block]);
    return spellings.flatMap((path) => [
      path,
      ...below.map((inner) => (path === '' ? inner : `${path}.${inner}`)),
    ]);
  });
}

function has(block: Block, path: string): boolean {
  const [first = '', ...rest] = path.split('.').filter(Boolean);
  if (first === '') return true;
  if (!block.has(first)) return false;
  if (rest.length === 0) return true;
  const inner = block.get(first)?.();
  return inner !== undefined && has(inner, rest.join('.'));
}

/**
 * Names of releases before 6, which no typing has any more. They are read all the same, because stacks that are checked by
 * the pack may still use those releases. Source: the schemas of hashicorp/terraform-provider-azurerm, which those releases
 * were made from, at the version that the comment names.
 */
const olderNames = new Set([
  // 2.99, until 3.0.
  'iot/ioTHub:IoTHub ipFilterRules',
  'iot/ioTHub:IoTHub ipFilterRules.name',
  'iot/ioTHub:IoTHub ipFilterRules.ipMask',
  'iot/ioTHub:IoTHub ipFilterRules.action',
  'storage/account:Account allowBlobPublicAccess',
  'keyvault/keyVault:KeyVault softDeleteEnabled',
  'kusto/cluster:Cluster enableDiskEncryption',
  'kusto/cluster:Cluster enablePurge',
  'network/virtualNetwork:VirtualNetwork subnets.addressPrefix',
  'network/subnet:Subnet addressPrefix',
  'network/subnet:Subnet enforcePrivateLinkEndpointNetworkPolicies',
  // 3.116, until 4.0.
  'storage/account:Account enableHttpsTrafficOnly',
  'cosmosdb/account:Account ipRangeFilter',
  'cosmosdb/account:Account enableFreeTier',
  'cosmosdb/account:Account enableAutomaticFailover',
  'cosmosdb/account:Account enableMultipleWriteLocations',
  'eventhub/eventHubNamespace:EventHubNamespace zoneRedundant',
  'servicebus/namespace:Namespace zoneRedundant',
  'redis/cache:Cache enableNonSslPort',
  'redis/cache:Cache redisConfiguration.enableAuthentication',
  'containerservice/registry:Registry trustPolicy.enabled',
  'containerservice/registry:Registry retentionPolicy.days',
  'containerservice/kubernetesCluster:KubernetesCluster automaticChannelUpgrade',
  'containerservice/kubernetesCluster:KubernetesCluster nodeOsChannelUpgrade',
  'containerservice/kubernetesCluster:KubernetesCluster defaultNodePool.enableAutoScaling',
  'containerservice/kubernetesCluster:KubernetesCluster defaultNodePool.enableHostEncryption',
  'containerservice/kubernetesCluster:KubernetesCluster defaultNodePool.enableNodePublicIp',
  'containerservice/kubernetesCluster:KubernetesCluster networkProfile.ebpfDataPlane',
  'containerservice/kubernetesCluster:KubernetesCluster apiServerAuthorizedIpRanges',
  'containerservice/kubernetesCluster:KubernetesCluster azureActiveDirectoryRoleBasedAccessControl.managed',
  'containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool enableAutoScaling',
  'containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool enableHostEncryption',
  'containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool enableNodePublicIp',
  'network/subnet:Subnet privateEndpointNetworkPoliciesEnabled',
  'network/networkInterface:NetworkInterface enableIpForwarding',
  'monitoring/diagnosticSetting:DiagnosticSetting logs',
  'monitoring/diagnosticSetting:DiagnosticSetting logs.category',
  'monitoring/diagnosticSetting:DiagnosticSetting logs.retentionPolicy',
  'monitoring/diagnosticSetting:DiagnosticSetting logs.enabled',
  'monitoring/diagnosticSetting:DiagnosticSetting logs.categoryGroup',
]);

/** The classes that a shape is used for. */
const classesOf = (type: string, shape: ClassicShape): readonly string[] =>
  classicTokens
    .filter(([listed]) => listed === type)
    .flatMap(([listed, names]) => names.filter((name) => shapeOf(listed, name) === shape));

const shapes = [...classicShapes].flatMap(([type, list]) =>
  list.map((shape) => {
    const names = classesOf(type, shape);
    return { names, title: `${type} from ${names.join(', ')}`, shape };
  }),
);

describe('the classic shapes read names that the classic provider has', () => {
  it.each(shapes.map((shape) => [shape.title, shape] as const))('%s', (_title, { names, shape }) => {
    const known = names.filter((name) => classes.has(name));
    expect(known.length).toBeGreaterThan(0);
    const blocks = known.map(argumentsOf);
    const read = [
      ...pathsRead(shape.fields),
      ...(shape.parts ?? []).flatMap(({ block, fields }) => [block, ...pathsRead(fields)]),
    ];
    const wrong = read.filter((path) => !blocks.some((block) => has(block, path)));
    const unknown = wrong.filter((path) => !olderNames.has(`${names[0]} ${path}`));
    expect([...new Set(unknown)].join(', ')).toBe('');
  });

  it('has no older name that is a current one, or that nothing reads', () => {
    const used = shapes.flatMap(({ names, shape }) => {
      const blocks = names.filter((name) => classes.has(name)).map(argumentsOf);
      return [...pathsRead(shape.fields), ...(shape.parts ?? []).flatMap(({ fields }) => pathsRead(fields))]
        .filter((path) => !blocks.some((block) => has(block, path)))
        .map((path) => `${names[0]} ${path}`);
    });
    expect([...olderNames].filter((name) => !used.includes(name))).toEqual([]);
  });

  it('says what a fragment sets in paths that its fields lead to', () => {
    const lost = shapes.flatMap(({ title, shape: { only = [], fields } }) =>
      only
        .filter((path) => !fields.some(({ to }) => to === path || to.startsWith(`${path}.`)))
        .map((path) => `${title}: ${path}`),
    );
    expect(lost).toEqual([]);
  });
});

describe('the classic tokens against the installed provider', () => {
  const aliases = new Map(
    [...classes].flatMap(([name, { aliases }]) => aliases.map((alias) => [alias, name])),
  );

  it('finds the classes at all', () => {
    expect(classes.size).toBeGreaterThan(1000);
  });

  it.each(classicTokens.flatMap(([, names]) => names.map((name) => [name])))(
    '%s is a class or was one',
    (name) => {
      expect(classes.has(name) || aliases.has(name)).toBe(true);
    },
  );

  it('has every older name of a class, as the same type', () => {
    const wrong = [...aliases].filter(
      ([alias, name]) => classicTypeOf(`azure:${alias}`) !== classicTypeOf(`azure:${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names in every shape only classes of its type', () => {
    const strays = [...classicShapes].flatMap(([type, list]) =>
      list.flatMap(({ classes: named = [] }) =>
        named.filter((name) => classicTypeOf(`azure:${name}`) !== type),
      ),
    );
    expect(strays).toEqual([]);
  });
});
