import { expect, it } from 'vitest';
import { normalise } from '../../policies/src/resources/normalise';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import type { Properties } from '../../policies/src/resources/value';
import { registered } from './registered';

/** One class of the classic provider, as its author writes it and as it comes out. */
export interface ClassicRow {
  readonly title: string;
  readonly token: string;
  readonly type: ArmType;
  readonly classic: Properties;
  /** What must be among the properties in the v3 shape. */
  readonly v3: Properties;
  /** Paths of the v3 shape and the paths of the author behind them. */
  readonly back?: { readonly [path: string]: string };
  /** What blocks come to that are resources of their own. */
  readonly parts?: readonly (readonly [ArmType, Properties])[];
  /** The paths that it sets on a resource which is declared elsewhere. */
  readonly only?: readonly string[];
}

/** All that a classic resource comes to: its parts and, last, itself. */
export function translated(token: string, properties: Properties): readonly Resource[] {
  return normalise(registered(`azure:${token}`, properties)).resources;
}

/** A resource id as Azure writes it. */
export const idOf = (path: string): string => `/subscriptions/s/resourceGroups/g/providers/${path}`;

/** Tests each row of a table. */
export function itTranslates(rows: readonly ClassicRow[]): void {
  it.each(rows)('$title', ({ token, type, classic, v3, back = {}, parts = [], only }) => {
    const all = translated(token, classic);
    const itself = all.at(-1);
    expect(itself?.type).toBe(type);
    expect(itself?.properties).toMatchObject(v3);
    expect(itself?.only).toEqual(only);
    const origins = Object.keys(back).map((path) => [path, itself?.originalPath?.(path)]);
    expect(Object.fromEntries(origins)).toEqual(back);
    const written = all.slice(0, -1).map((part) => part.type);
    expect(written).toEqual(parts.map(([part]) => part));
    for (const [index, [, properties]] of parts.entries())
      expect(all[index]?.properties).toMatchObject(properties);
  });
}
