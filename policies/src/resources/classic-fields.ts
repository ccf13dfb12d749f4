import type { Field } from './shapes';
import { isList, isObject, isUnknown, type Properties, textOf, UNKNOWN, type Value } from './value';

/** `Microsoft.Example` in every case: something that the other provider writes without being told. */
export const always = (to: string, value: Value): Field => ({ to, from: '', build: () => value });

/** A value that is given by a block or property being written at all, whatever it says. */
export const whereWritten = (to: string, from: string, value: Value, absent?: Value): Field => ({
  to,
  from,
  build: () => value,
  ...(absent === undefined ? {} : { absent }),
});

/** The name that stands behind a segment of a resource id: that of the server in `…/servers/plant/databases/line`. */
export const nameAfter =
  (segment: string) =>
  (value: Value): Value | undefined => {
    if (typeof value !== 'string') return value;
    const parts = value.split('/');
    const at = parts.findIndex((part) => part.toLowerCase() === segment.toLowerCase());
    return at < 0 ? undefined : parts[at + 1];
  };

/** The same value as a list of one, where v3 has a list. */
export const asList = (value: Value): Value => (isList(value) ? value : [value]);

/** `enabled` and `disabled`, as the container registry spells its switches. */
export const lowerSwitch = (value: Value): Value => (textOf(value) === 'true' ? 'enabled' : 'disabled');

/** A block as an object, for `build`; some releases write a list of one. */
export function blockOf(value: Value | undefined): Properties {
  const block = isList(value) ? value[0] : value;
  return isObject(block) ? block : {};
}

/**
 * The names of the switches that are on, in the order of the table. One that is unknown could be on, so its name is unknown
 * as well.
 */
export function switchedOn(source: Value, names: { readonly [property: string]: string }): readonly Value[] {
  const block = blockOf(source);
  return Object.entries(names).flatMap(([property, name]) => {
    const value = block[property];
    if (isUnknown(value)) return [UNKNOWN];
    return textOf(value) === 'true' ? [name] : [];
  });
}

/** The rights of a rule of Event Hubs or Service Bus. */
export const messagingRights: Field = {
  to: 'rights',
  from: '',
  build: (source) => switchedOn(source, { listen: 'Listen', send: 'Send', manage: 'Manage' }),
};

/** `https://<vault>/keys/<name>/<version>` in its parts; undefined where the text is none. */
export function keyParts(id: Value | undefined): Properties | undefined {
  if (isUnknown(id)) return { keyName: UNKNOWN, keyVersion: UNKNOWN, keyVaultUri: UNKNOWN };
  if (typeof id !== 'string') return undefined;
  const [, keyVaultUri, keyName, keyVersion = ''] = /^(.+?)\/keys\/([^/]+)(?:\/([^/]*))?/.exec(id) ?? [];
  return keyVaultUri && keyName ? { keyName, keyVersion, keyVaultUri } : undefined;
}

/** The address of a vault, from its resource id. */
export function vaultUri(id: Value | undefined): Value | undefined {
  if (isUnknown(id) || typeof id !== 'string') return id;
  return `https://${id.slice(id.lastIndexOf('/') + 1).toLowerCase()}.vault.azure.net/`;
}
