import { isList, isObject, isUnknown, type Properties, type Value } from '../value';
import { asText } from './arguments';
import type { Directory } from './directory';
import type { JsonPath } from './error';
import type { Evaluator } from './evaluator';
import { referenceTo } from './forms-id';
import { type Envelope, envelopeOf, type Instance, type Location, locate, scopeId } from './instance';
import { inLoop, runsOf } from './loops';
import { type Frame, type Place, textField } from './scope';
import { isGap, isOpen, nameless } from './unknown';

/** How many resources a template may come to. Azure's own limit is 800. */
const MOST_RESOURCES = 100_000;

/** Where resources are declared: what their expressions mean, and where they are deployed to. */
export interface Site {
  readonly frame: Frame;
  readonly place: Place;
}

/** One place in the document where a resource is declared. */
interface Spot {
  readonly site: Site;
  readonly path: JsonPath;
  readonly into: Instance[];
  readonly parent: Instance | undefined;
  readonly symbol: string | undefined;
}

/**
 * Finds out which resources a template declares: their types and names, with loops run and conditions decided. What is in
 * them is left for later, because it can refer to any of them.
 */
export class Declarations {
  #count = 0;

  constructor(
    private readonly evaluator: Evaluator,
    private readonly directory: Directory,
  ) {}

  /** Declares the `resources` of a template or of a resource, into a list in which each stands before its children. */
  declare(
    resources: Value | undefined,
    site: Site,
    path: JsonPath,
    into: Instance[],
    parent?: Instance,
  ): void {
    const { evaluator } = this;
    if (resources === undefined || resources === null) return;
    evaluator.at = [...path];
    const listed = typeof resources === 'string' ? evaluator.finish(resources, site.frame) : resources;
    if (isUnknown(listed)) {
      evaluator.note('resources', 'known only after deployment');
      return;
    }
    if (typeof listed !== 'object' || listed === null)
      this.evaluator.fail('`resources` is neither an array nor an object');
    if (isList(listed)) {
      for (let step = 0; step < listed.length; step += 1)
        this.#one(listed[step] ?? null, { site, path: [...path, step], into, parent, symbol: undefined });
      return;
    }
    for (const symbol of Object.keys(listed))
      this.#one(listed[symbol] ?? null, { site, path: [...path, symbol], into, parent, symbol });
  }

  #one(item: Value, spot: Spot): void {
    const { evaluator } = this;
    evaluator.at = [...spot.path];
    const source = typeof item === 'string' ? evaluator.finish(item, spot.site.frame) : item;
    if (isUnknown(source)) {
      evaluator.note('a resource', 'known only after deployment');
      return;
    }
    if (!isObject(source)) this.evaluator.fail('a resource is no object');
    const envelope = envelopeOf(source);
    if (envelope.import !== undefined || envelope.extension !== undefined)
      evaluator.note('a resource', 'it is of an extension, not of Azure');
    else if (isObject(envelope.copy)) this.#loop(envelope.copy, envelope, spot);
    else this.#add(envelope, spot, []);
  }

  #loop(copy: Properties, envelope: Envelope, spot: Spot): void {
    const { evaluator } = this;
    const { site, symbol } = spot;
    evaluator.at.push('copy');
    const name = textField(copy, 'name') ?? symbol ?? '';
    const runs = runsOf(evaluator, copy, site.frame);
    evaluator.at.pop();
    for (let index = 0; index < (runs ?? 1); index += 1) {
      const frame = inLoop(site.frame, name, runs === undefined ? undefined : index, 'resources');
      const own = symbol === undefined || runs === undefined ? symbol : `${symbol}[${index}]`;
      this.#add(envelope, { ...spot, site: { ...site, frame }, symbol: own }, [symbol, name]);
    }
  }

  /** Adds one resource and its children. `called` are names that it shares with the others of its loop. */
  #add(envelope: Envelope, spot: Spot, called: readonly (string | undefined)[]): void {
    const { evaluator } = this;
    const { site, path, into, parent, symbol } = spot;
    this.#count += 1;
    if (this.#count > MOST_RESOURCES)
      evaluator.fail(`the template comes to more than ${MOST_RESOURCES} resources`);
    const name = this.#text(envelope.name, site.frame, 'name');
    const location = this.#location(name, envelope, site, parent);
    if (location === undefined) return;
    const instance = this.#instance(envelope, location, spot);
    into.push(instance);
    this.directory.add(instance, site.frame.home, [name, symbol, ...called]);
    if (envelope.resources === undefined) return;
    evaluator.elsewhere(path, () =>
      this.declare(envelope.resources, site, [...path, 'resources'], into, instance),
    );
  }

  /** What a resource is; undefined, with a note, where that cannot be said. */
  #location(
    name: string,
    envelope: Envelope,
    { frame, place }: Site,
    parent: Instance | undefined,
  ): Location | undefined {
    const { evaluator } = this;
    const type = this.#text(envelope.type, frame, 'type');
    const location = isOpen(type) ? undefined : locate(type, name, parent, place);
    if (location === undefined) evaluator.note('a resource', 'its type is known only after deployment');
    else if (!location.fits)
      evaluator.note(`a ${location.type}`, 'its name has another number of parts than its type');
    return location;
  }

  #instance(envelope: Envelope, location: Location, { site, path, parent, symbol }: Spot): Instance {
    const { evaluator } = this;
    const { frame, place } = site;
    const condition = this.#outer(envelope, 'condition', frame) ?? true;
    const apiVersion = this.#outer(envelope, 'apiVersion', frame);
    // Most resources have neither, and what nothing is said of need not be collected.
    const isBound = envelope.scope !== undefined || location.target !== undefined;
    const scope = isBound
      ? evaluator.collecting(() => this.#scope(envelope, site, location.target))
      : undefined;
    // Field by field: spreading the location would take longer than everything else here.
    return {
      type: location.type,
      names: location.names,
      steps: location.steps,
      own: location.own,
      fits: location.fits,
      target: scope?.result,
      apiVersion: typeof apiVersion === 'string' && !isGap(apiVersion) ? apiVersion : undefined,
      symbol,
      parent,
      scopeReferences: scope?.references,
      isDeployed: envelope.existing !== true && asText(condition).toLowerCase() !== 'false',
      envelope,
      frame,
      place,
      path,
    };
  }

  /** The value of something around the resource, evaluated at its place. */
  #outer(
    envelope: Partial<Envelope>,
    name: 'condition' | 'apiVersion' | 'scope',
    frame: Frame,
  ): Value | undefined {
    const { evaluator } = this;
    const value = envelope[name];
    if (value === undefined) return undefined;
    evaluator.at.push(name);
    const result = evaluator.evaluate(value, frame);
    evaluator.at.pop();
    return result;
  }

  #scope({ scope }: Envelope, { frame, place }: Site, otherwise: string | undefined): string | undefined {
    const { evaluator } = this;
    if (scope === undefined) {
      if (otherwise !== undefined) evaluator.refer(referenceTo(otherwise, frame.home));
      return otherwise;
    }
    const text = this.#outer({ scope }, 'scope', frame);
    if (typeof text !== 'string' || isUnknown(text)) return nameless;
    evaluator.refer(referenceTo(text, frame.home));
    return scopeId(text, place);
  }

  #text(value: Value | undefined, frame: Frame, what: 'type' | 'name'): string {
    const { evaluator } = this;
    evaluator.at.push(what);
    const text = evaluator.evaluate(value ?? null, frame);
    evaluator.at.pop();
    if (typeof text !== 'string' || value === '') return evaluator.fail(`a resource has no ${what}`);
    // Parameters that must be given often are empty by default.
    return text === '' || isUnknown(text) ? nameless : text;
  }
}
