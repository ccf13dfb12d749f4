import type { ArmType } from '../resource';
import { isList, isObject, type Properties, setProperty, type Value } from '../value';
import { Declarations } from './declare';
import { Directory } from './directory';
import { type JsonPath, pathText, TemplateError } from './error';
import { Evaluator, type TemplateNote } from './evaluator';
import { referenceTo } from './forms-id';
import { outerKey } from './ids';
import { type Instance, idOf, keyOf, scopeOf } from './instance';
import { isLoops, loopedValues } from './loops';
import { isDeployment, type Nested, nestedIn } from './nested';
import { outputsOf, type TemplateOutput } from './outputs';
import { kindOf, orGap, readScope } from './read-scope';
import { type Cell, type Frame, field, newCell, type Place, type TemplateContext } from './scope';
import { DEEPEST, isOpen, nameless, settledText } from './unknown';

/** One resource that a template deploys, with everything evaluated that can be. */
export interface TemplateResource {
  readonly type: ArmType;
  readonly apiVersion: string | undefined;
  /** One for each part of the type, outermost first. */
  readonly names: readonly Value[];
  /** What is inside the resource, in the shape of ARM. */
  readonly body: Properties;
  /** Where in the document the resource is written. */
  readonly path: JsonPath;
  /** The positions of the resources that it depends on, said or not. */
  readonly dependsOn: readonly number[];
  /** The positions of the resources that a part was computed from: `properties.networkAcls`, `identity`, `scope`. */
  readonly references: ReadonlyMap<string, readonly number[]>;
  /** The position of the resource that it stands in. */
  readonly parent: number | undefined;
  /** The id of what it is deployed to or what it extends. */
  readonly scope: Value;
  /** Its name among the resources of its template, where those have names. */
  readonly symbol: string | undefined;
  /** Texts of secure parameters, which are never shown. */
  readonly secretTexts: readonly string[];
}

/** What a template comes to. */
export interface Unfolded {
  /** Those of nested deployments stand behind their deployment, each parent before its children. */
  readonly resources: readonly TemplateResource[];
  readonly notEvaluated: readonly TemplateNote[];
  readonly outputs: readonly TemplateOutput[];
}

/**
 * Evaluates an ARM template as far as that is possible without Azure.
 *
 * `parameters` is a file of parameters, or the parameters themselves. Where nothing is given, a parameter without a default
 * is unknown. Throws nothing but a TemplateError, for a template that Azure would refuse as well.
 */
export function unfoldTemplate(
  template: Value,
  parameters: Value | undefined = undefined,
  context: TemplateContext = {},
): Unfolded {
  if (!isObject(template)) throw new TemplateError('the template is no JSON object', []);
  const resources = field(template, 'resources');
  if (resources === undefined) throw new TemplateError('the template has no `resources`', []);
  checkDepth(template, [], 0);
  checkDepth(parameters ?? null, ['parameters'], 0);
  const evaluator = new Evaluator();
  const home = { id: evaluator.next(), outer: undefined };
  const place = placeIn(context, template);
  const given = { values: parameters, path: [], caller: undefined };
  const scope = readScope(home.id, template, given, place, []);
  return new Unfolding(evaluator).run({ template, path: [], place, frame: { scope, home } });
}

/** Everything behind this walks values by recursion. */
function checkDepth(value: Value, path: JsonPath, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST) throw new TemplateError(`it is nested deeper than ${DEEPEST} levels`, path);
  if (isList(value)) {
    for (const item of value) checkDepth(item, path, depth + 1);
    return;
  }
  for (const name in value) {
    // The first steps tell where it is; keeping all of them would cost more than the check.
    checkDepth(value[name] ?? null, depth < 2 ? [...path, name] : path, depth + 1);
  }
}

function placeIn(context: TemplateContext, template: Properties): Place {
  return {
    kind: kindOf(template, 'resourceGroup'),
    subscriptionId: orGap(context.subscriptionId, 'subscription'),
    resourceGroup: orGap(context.resourceGroup, 'resource group'),
    tenantId: orGap(context.tenantId, 'tenant'),
    managementGroup: orGap(undefined, 'management group'),
    deploymentName: orGap(context.deploymentName, 'deployment'),
  };
}

type References = ReadonlySet<string>;

/** A resource with its body evaluated, and what it refers to still as it is called. */
interface Finished {
  readonly instance: Instance;
  readonly body: Properties;
  readonly references: ReadonlyMap<string, References> | undefined;
  readonly dependsOn: References | undefined;
}

const noReferences = new Map<string, readonly number[]>();
const none: readonly number[] = [];

/** A nested deployment with what it deploys and gives back. */
interface Opened {
  readonly nested: Nested;
  readonly instances: readonly Instance[];
  readonly outputs: Cell;
}

class Unfolding {
  readonly #directory = new Directory();
  readonly #declarations: Declarations;
  readonly #opened = new Map<Instance, Opened | undefined>();
  readonly #finished: Finished[] = [];
  /** What the parts of the resource refer to that is being finished. */
  #references: Map<string, References> | undefined;

  constructor(private readonly evaluator: Evaluator) {
    this.#declarations = new Declarations(evaluator, this.#directory);
    evaluator.lookup = {
      outputs: (reference) => this.#outputs(reference),
      info: (reference) => infoOf(this.#directory.find(reference)[0]),
    };
  }

  run(root: Nested): Unfolded {
    this.#finish(this.#declare(root));
    const outputs = outputsOf(this.evaluator, root.template, root.frame, root.path, true);
    const { notes, secretTexts } = this.evaluator;
    return { resources: this.#connected(secretTexts), notEvaluated: notes, outputs };
  }

  #declare({ template, frame, place, path }: Nested): readonly Instance[] {
    const instances: Instance[] = [];
    this.#declarations.declare(
      field(template, 'resources'),
      { frame, place },
      [...path, 'resources'],
      instances,
    );
    return instances;
  }

  /** What a deployment deploys. It is opened once, by what comes first: its turn, or a reference to its outputs. */
  #open(instance: Instance): Opened | undefined {
    if (this.#opened.has(instance)) return this.#opened.get(instance);
    this.#opened.set(instance, undefined);
    const opened = this.evaluator.elsewhere(instance.path, () => {
      const nested = nestedIn(this.evaluator, instance);
      return nested && { nested, instances: this.#declare(nested), outputs: newCell() };
    });
    this.#opened.set(instance, opened);
    return opened;
  }

  /** The outputs of the deployment that a reference means, as a reference to it gives them back. */
  #outputs(reference: string): Value | undefined {
    const instance = this.#directory.find(reference)[0];
    if (instance === undefined || !instance.isDeployed || !isDeployment(instance)) return undefined;
    const { evaluator } = this;
    const opened = this.#open(instance);
    if (opened === undefined) return undefined;
    const { template, frame, path } = opened.nested;
    return evaluator.remember(opened.outputs, `outputs of ${pathText(instance.path)}`, path, () =>
      Object.fromEntries(
        outputsOf(evaluator, template, frame, path, false).map(
          ({ name, type, value, secret, references }) => {
            const block = { type, value };
            evaluator.attach(block, references, secret);
            return [name, block];
          },
        ),
      ),
    );
  }

  #finish(instances: readonly Instance[]): void {
    for (const instance of instances) {
      if (!instance.isDeployed) continue;
      this.#finished.push(this.#finishOne(instance));
      if (!isDeployment(instance)) continue;
      const opened = this.#open(instance);
      if (opened) this.#finish(opened.instances);
    }
  }

  #finishOne(instance: Instance): Finished {
    const { evaluator } = this;
    const { envelope, frame } = instance;
    const body: { [name: string]: Value } = {};
    this.#references = undefined;
    evaluator.at = [...instance.path];
    for (const [name, written, value] of envelope.body) {
      evaluator.at.push(written);
      const isBlock = name === 'properties' && isObject(value);
      setProperty(
        body,
        name,
        isBlock ? this.#properties(instance, value) : this.#part(value, frame, '', name),
      );
      evaluator.at.pop();
    }
    if (instance.scopeReferences) this.#record('scope', instance.scopeReferences);
    return { instance, body, references: this.#references, dependsOn: this.#dependsOn(instance) };
  }

  #properties(instance: Instance, value: Properties): Value {
    const { evaluator } = this;
    const result: { [name: string]: Value } = {};
    let isChanged = false;
    for (const name of Object.keys(value)) {
      const item = value[name] ?? null;
      evaluator.at.push(name);
      if (isLoops(name, item)) {
        isChanged = true;
        const made = evaluator.collecting(() => loopedValues(evaluator, item, instance.frame, true));
        for (const [own, list] of made.result) {
          setProperty(result, own, list);
          if (made.references) this.#record(`properties.${own}`, made.references);
        }
      } else {
        // The expressions of a template inside are evaluated in their own turn, resource by resource.
        const isTemplate = name.toLowerCase() === 'template' && isDeployment(instance);
        const done = isTemplate ? item : this.#part(item, instance.frame, 'properties.', name);
        isChanged ||= done !== item;
        setProperty(result, name, done);
      }
      evaluator.at.pop();
    }
    return isChanged ? result : value;
  }

  #part(value: Value, frame: Frame, above: string, name: string): Value {
    const { evaluator } = this;
    evaluator.references = undefined;
    const result = evaluator.finish(value, frame);
    if (evaluator.references) this.#record(`${above}${name}`, evaluator.references);
    return result;
  }

  #record(name: string, references: References): void {
    this.#references ??= new Map();
    this.#references.set(name, references);
  }

  #dependsOn({ envelope: { dependsOn }, frame, path }: Instance): References | undefined {
    const { evaluator } = this;
    if (dependsOn === undefined) return undefined;
    evaluator.at = [...path, 'dependsOn'];
    const { references } = evaluator.collecting(() => {
      const given = evaluator.evaluate(dependsOn, frame);
      for (const one of isList(given) ? given : [])
        if (typeof one === 'string') evaluator.refer(referenceTo(one, frame.home));
    });
    return references;
  }

  #connected(secretTexts: readonly string[]): readonly TemplateResource[] {
    const positions = new Map(this.#finished.map(({ instance }, index) => [instance, index]));
    const known = new Map<string, readonly number[]>();
    const resolve = (reference: string): readonly number[] => {
      const before = known.get(reference);
      if (before) return before;
      const found = this.#directory.find(reference).flatMap((instance) => positions.get(instance) ?? []);
      known.set(reference, found);
      return found;
    };
    const all = (references: References | undefined): readonly number[] =>
      references === undefined ? none : [...new Set([...references].flatMap(resolve))];
    const connections = (references: NonNullable<Finished['references']>, own: number) => {
      const parts = new Map<string, readonly number[]>();
      for (const [name, texts] of references) {
        const found = all(texts).filter((at) => at !== own);
        if (found.length > 0) parts.set(name, found);
      }
      return parts.size === 0 ? noReferences : parts;
    };
    const scopes = new Map<string, string>();
    return this.#finished.map(({ instance, body, references, dependsOn }, own) => {
      const parent = this.#parent(instance, positions);
      const parts = references === undefined ? noReferences : connections(references, own);
      const { type, apiVersion, path, symbol } = instance;
      const scope = scopeOf(instance);
      let written = scopes.get(scope);
      if (written === undefined) {
        written = settledText(scope);
        scopes.set(scope, written);
      }
      return {
        type,
        apiVersion,
        names: instance.names.some(isOpen) ? instance.names.map(settledText) : instance.names,
        body,
        path,
        dependsOn: needed(all(dependsOn), parts, parent, own),
        references: parts,
        parent,
        scope: written,
        symbol,
        secretTexts,
      };
    });
  }

  /** The resource that another one is written in, or whose type and name it continues. */
  #parent(instance: Instance, positions: ReadonlyMap<Instance, number>): number | undefined {
    if (instance.parent) return positions.get(instance.parent);
    // What has one name only stands in nothing else.
    if (instance.names.length < 2 && instance.own.split('/', 4).length < 4) return undefined;
    const key = outerKey(keyOf(instance) ?? '');
    const found = key === undefined ? undefined : this.#directory.find(key)[0];
    return found === undefined ? undefined : positions.get(found);
  }
}

/** What a template can ask of a resource that it names itself. */
function infoOf(instance: Instance | undefined): Value | undefined {
  if (instance === undefined) return undefined;
  const { type, apiVersion = nameless, names } = instance;
  return { id: idOf(instance), name: names.join('/'), type, apiVersion };
}

/** The positions of what a resource needs: said, referred to, or around it. */
function needed(
  said: readonly number[],
  parts: TemplateResource['references'],
  parent: number | undefined,
  own: number,
): readonly number[] {
  if (said.length === 0 && parts.size === 0) return parent === undefined ? none : [parent];
  const positions = new Set(said);
  for (const found of parts.values()) for (const at of found) positions.add(at);
  if (parent !== undefined) positions.add(parent);
  positions.delete(own);
  return [...positions];
}
