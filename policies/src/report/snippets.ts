import { stringify } from 'yaml';
import { armPath, armShapeOf } from '../resources/arm';
import type { ArmType } from '../resources/resource';
import { defaultApiVersions, nativeTokens } from '../resources/tokens-table';
import { everyType, storageAccount } from '../resources/types';
import { isList, isObject, type Properties, type Value } from '../resources/value';
import { read } from '../rule/reading';
import { type Example, paths, type Rule, targets } from '../rule/rule';

/** A resource as a snippet shows it. */
interface Shown {
  readonly type: ArmType;
  /** Module and class in azure-native: `storage:StorageAccount`. */
  readonly className: string;
  readonly name: string;
  readonly properties: Properties;
  /** The names of the resources it points at. */
  readonly uses: readonly string[];
  readonly options: Properties;
}

/** What a rule wants, written in three languages. Undefined where there is nothing of the kind to write. */
export interface Snippets {
  readonly typescript: string;
  readonly yaml: string;
  readonly arm: string;
}

/** Writes the good example of a rule that shows most of what it reads. Only what the rule reads is in it. */
export function snippetsOf(rule: Rule): Snippets | undefined {
  const shown = resourcesOf(rule, bestExample(rule));
  if (shown.length === 0) return undefined;
  return { typescript: typescript(shown), yaml: yaml(shown), arm: arm(shown) };
}

const classes = new Map(
  nativeTokens.flatMap(([type, tokens]) =>
    tokens.slice(0, 1).map((first) => [type.toLowerCase(), first] as const),
  ),
);

/** An example that writes what the rule reads tells more than one that leaves it out. */
function bestExample(rule: Rule): Example {
  // One that is right only under an option, or holds a secret, is nothing to copy where there is another.
  const plain = rule.examples.good.filter(
    ({ options, facts }) => options === undefined && facts?.secretTexts === undefined,
  );
  const good = plain.length > 0 ? plain : rule.examples.good;
  const written = (example: Example) =>
    paths(rule).filter((path) => read(example.properties ?? {}, path).some(({ state }) => state === 'known'))
      .length;
  const best = [...good].sort((a, b) => written(b) - written(a))[0] ?? {};
  return best.resources ? (good.find(({ resources = [] }) => resources.length > 1) ?? best) : best;
}

function resourcesOf(rule: Rule, example: Example): readonly Shown[] {
  const [type = storageAccount] = targets(rule);
  const single = { type: type === everyType ? storageAccount : type, name: 'plant', ...example };
  return (example.resources ?? [single]).flatMap((one): readonly Shown[] => {
    const className = classes.get(one.type.toLowerCase());
    if (className === undefined) return [];
    const { type, name, properties = {}, facts = {} } = one;
    const uses = [...new Set(Object.values(('uses' in one && one.uses) || {}).flat())];
    const options = facts.protect === undefined ? {} : { protect: facts.protect };
    return [{ type, className, name, properties, uses, options }];
  });
}

/** A name for a variable: `plant-hub` is `plantHub`. */
const variable = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next = '') => next.toUpperCase());

function typescript(shown: readonly Shown[]): string {
  const modules = [...new Set(shown.map(({ className }) => className.replace(/:.*/, '')))].sort();
  const imports = modules.map((module) => `import * as ${module} from '@pulumi/azure-native/${module}';`);
  const statements = shown.map((one) => {
    const options = Object.keys(one.options).length === 0 ? '' : `, ${literal(one.options, '')}`;
    return `${comment('//', one)}const ${variable(one.name)} = new ${one.className.replace(':', '.')}('${one.name}', ${literal(one.properties, '')}${options});`;
  });
  return [...imports, '', ...statements].join('\n');
}

const comment = (mark: string, { uses }: Shown): string =>
  uses.length === 0 ? '' : `${mark} Points at ${uses.map(variable).join(', ')}.\n`;

/** A value as TypeScript: keys without quotes where they need none. */
function literal(value: Value, indent: string): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const deeper = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `${deeper}${literal(item, deeper)},\n`).join('')}${indent}]`;
  }
  const entries = Object.entries(value as Properties);
  if (entries.length === 0) return '{}';
  const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`);
  return `{\n${entries.map(([name, item]) => `${deeper}${key(name)}: ${literal(item, deeper)},\n`).join('')}${indent}}`;
}

function yaml(shown: readonly Shown[]): string {
  const parts = shown.map((one) => {
    const options = Object.keys(one.options).length === 0 ? {} : { options: one.options };
    const entry = stringify({
      [variable(one.name)]: { type: `azure-native:${one.className}`, properties: one.properties, ...options },
    });
    return indented(`${comment('#', one)}${entry.trimEnd()}`);
  });
  return `resources:\n${parts.join('\n')}`;
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function arm(shown: readonly Shown[]): string {
  const resources = shown.map((one) => {
    const names = armShapeOf(one.type).names.map((property) => one.properties[property]);
    const name =
      names.every((part) => typeof part === 'string') && names.length > 0 ? names.join('/') : one.name;
    return {
      type: one.type,
      apiVersion: defaultApiVersions.get(one.type) ?? '…',
      name,
      ...armBody(one),
      ...(one.uses.length > 0 ? { dependsOn: one.uses } : {}),
    };
  });
  return JSON.stringify(resources.length === 1 ? resources[0] : resources, undefined, 2);
}

/** The properties as ARM spells and nests them; names of resources stand in `name`. */
function armBody({ type, properties }: Shown): Properties {
  const body: { [key: string]: Value } = {};
  const leave = new Set([...armShapeOf(type).names, 'resourceGroupName']);
  for (const [key, value] of Object.entries(properties)) {
    if (!leave.has(key)) place(type, key, value, body);
  }
  return body;
}

function place(type: ArmType, path: string, value: Value, body: { [key: string]: Value }): void {
  // A key with a dot cannot be told apart in a path; its block is then taken as it is.
  const plain = isObject(value) && !Object.keys(value).some((name) => /[.[\]]/.test(name));
  if (plain && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) place(type, `${path}.${key}`, item, body);
  } else if (isList(value) && value.some(isObject)) {
    for (const [index, item] of value.entries()) place(type, `${path}[${index}]`, item, body);
  } else {
    put(body, armPath(type, path), value);
  }
}

function put(body: { [key: string]: Value }, path: string, value: Value): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  let node = body as { [key: string]: unknown };
  for (const [index, step] of steps.slice(0, -1).entries()) {
    node[step] ??= /^\d+$/.test(String(steps[index + 1])) ? [] : {};
    node = node[step] as { [key: string]: unknown };
  }
  node[String(steps.at(-1))] = value;
}
