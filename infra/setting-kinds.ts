import { z } from 'zod';
import { isPrivate, isPublic, parseRange } from './ip-range';

// What is allowed, in words, by type: an error says it, and so do the README's table and the schema for editors.
const words = z.registry<{ allowed: string }>();

/** Notes what a type allows, in words. */
export function allowing<T extends z.ZodType>(allowed: string, type: T): T {
  words.add(type, { allowed });
  return type;
}

/** The type itself, without its default and without being optional. */
export function bare(type: z.ZodType): z.ZodType {
  const wraps =
    type instanceof z.ZodDefault || type instanceof z.ZodOptional || type instanceof z.ZodReadonly;
  return wraps ? bare(type.unwrap() as z.ZodType) : type;
}

/** What a type allows, in words. */
export function allowedBy(type: z.ZodType): string {
  return words.get(bare(type))?.allowed ?? '';
}

/** Text of a given form. */
export const text = (allowed: string, form: RegExp) =>
  allowing(allowed, z.string({ error: allowed }).regex(form, { error: allowed }));

/** One of some words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => {
  const allowed = `one of ${values.join(', ')}`;
  return allowing(allowed, z.enum(values, { error: allowed }));
};

/** A whole number from `low` to `high`, both included. */
export const wholeNumber = (low: number, high: number, unit = '') => {
  const allowed = `a whole number ${unit}from ${low} to ${high}`;
  return allowing(
    allowed,
    z.int({ error: allowed }).min(low, { error: allowed }).max(high, { error: allowed }),
  );
};

/** Days, as a whole number. */
export const days = (low: number, high: number) => wholeNumber(low, high, 'of days ');

/** Yes or no. */
export const yesOrNo = () => allowing('true or false', z.boolean({ error: 'true or false' }));

/** A list; each item says for itself what is wrong with it. */
export const listOf = <T extends z.ZodType>(item: T, least = 0, most = Number.POSITIVE_INFINITY) => {
  const size = least > 0 ? ' of at least one' : Number.isFinite(most) ? ` of up to ${most}` : '';
  const allowed = `a list${size}, each ${allowedBy(item)}`;
  const list = z.array(item, { error: allowed }).min(least, { error: allowed });
  return allowing(allowed, Number.isFinite(most) ? list.max(most, { error: allowed }) : list);
};

/** A block of named parts; it takes no other names. */
export const block = <T extends z.ZodRawShape>(shape: T) => {
  const allowed = `a block of ${Object.entries(shape)
    .map(([name, type]) => `${name} (${allowedBy(type as z.ZodType)})`)
    .join(', ')}`;
  return allowing(
    allowed,
    // Another name is an error of its own, which tells the name.
    z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : allowed) }),
  );
};

const rangeForm = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;

const range = (allowed: string, fits: (text: string) => boolean) =>
  allowing(
    allowed,
    z
      .string({ error: allowed })
      .regex(rangeForm, { error: allowed, abort: true })
      .refine(fits, { error: allowed }),
  );

/** A range of private addresses whose prefix is from `widest` to `longest`. */
export const privateRange = (widest: number, longest: number) =>
  range(`a private IPv4 range (RFC 1918) from /${widest} to /${longest}, such as 10.60.0.0/20`, (given) => {
    const parsed = parseRange(given);
    return parsed !== undefined && isPrivate(parsed) && parsed.prefix >= widest && parsed.prefix <= longest;
  });

/** A range of at most 256 internet addresses. */
export const publicRange = () =>
  range('a public IPv4 range from /24 to /32', (given) => {
    const parsed = parseRange(given);
    return parsed !== undefined && isPublic(parsed) && parsed.prefix >= 24;
  });

/** Object id of a group, user or service principal in Microsoft Entra ID. */
export const objectId = (of: string) =>
  text(
    `the object id of ${of} in Microsoft Entra ID`,
    /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
  );

/** An e-mail address. */
export const email = () => text('an e-mail address', /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/);
