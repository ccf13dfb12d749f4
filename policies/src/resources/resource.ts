import type { Properties } from './value';

/** An ARM resource type without API version, spelled as Azure spells it: `Microsoft.Storage/storageAccounts`. */
export type ArmType = `${string}/${string}`;

/** Where the program declares a resource: a file path and a line, counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One resource as a source (preview, event log, state) has it, in whatever spelling and shape it was registered. */
export interface RegisteredResource {
  readonly urn: string;
  /** The last part of the URN, which the program chose. */
  readonly name: string;
  /** The Pulumi type token: `azure-native:storage:StorageAccount`. */
  readonly token: string;
  /** False for components and for the stack itself. */
  readonly custom: boolean;
  readonly properties: Properties;
  /** URNs of the resources that each top-level property was computed from. */
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  /** URNs of all resources it depends on. */
  readonly dependencies: readonly string[];
  readonly parent?: string;
  /** The provider reference (`<URN>::<id>`), where one was given. */
  readonly provider?: string;
  readonly protect?: boolean;
  /** Kept in Azure when it leaves the program. Undefined where the source does not tell: the engine hides it from packs. */
  readonly retainOnDelete?: boolean;
  /** The property paths whose changes the program ignores. */
  readonly ignoreChanges?: readonly string[];
  /** The id of the resource in Azure that it was imported from. Undefined also where the source does not tell. */
  readonly importId?: string;
  readonly declaredAt?: Place;
  /** The URN of the deployment whose template has it, where the engine knows only that one. */
  readonly within?: string;
  /** Texts among its properties that the program marks as secret, where the source can tell: they are never shown. */
  readonly secretTexts?: readonly string[];
}

/** One Azure resource in the vocabulary of azure-native v3, ready for rules. */
export interface Resource extends RegisteredResource {
  readonly type: ArmType;
  /** The API version its token or template pins, as `2023-06-30` or `2021-07-02-preview`. */
  readonly apiVersion?: string;
  /** Gives the path as the author wrote it, where the resource was translated from another shape. */
  readonly originalPath?: (path: string) => string;
  /** The JSON path of the object that declares it in the file it was read from (a template or a state). */
  readonly document?: { readonly path: readonly (string | number)[] };
  /**
   * The property paths (prefixes) that this registration sets on a resource which is declared elsewhere; rules speak only
   * about these. Such a registration is called a fragment.
   */
  readonly only?: readonly string[];
  /**
   * The property paths (prefixes) that this registration cannot set, because its provider has them in fragments: that they
   * are absent says nothing.
   */
  readonly elsewhere?: readonly string[];
}

/** Whether it is a part of a resource that is declared elsewhere. */
export function isFragment(resource: Resource): boolean {
  return resource.only !== undefined;
}

/** Whether a registration says anything about a property path; also about a block that it sets a part of. */
export function speaksOf({ only, elsewhere }: Resource, path: string): boolean {
  if (elsewhere?.some((prefix) => liesIn(path, prefix))) return false;
  return only === undefined || only.some((prefix) => liesIn(path, prefix) || liesIn(prefix, path));
}

/** Whether a path is that of a block or list, or leads into it. */
export function liesIn(path: string, block: string): boolean {
  return path === block || path.startsWith(`${block}.`) || path.startsWith(`${block}[`);
}

/** Something that was read but not evaluated, and why. It is counted and shown, never silently passed. */
export interface NotEvaluated {
  /** URN, or token where no URN exists (a function call). */
  readonly resource: string;
  readonly why: string;
}
