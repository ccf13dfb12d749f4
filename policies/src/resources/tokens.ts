import type { ArmType } from './resource';
import { classicTokens } from './tokens-classic';
import { nativeTokens, versionedExceptions } from './tokens-table';

/** What a type token says: the ARM type, and the API version where the token pins one. */
export interface NamedType {
  readonly type: ArmType;
  readonly apiVersion?: string;
}

/**
 * Every spelling that the azure-native provider has had for one class, as package, module, version and name:
 *
 *     azure-native:iothub:IotHubResource
 *     azure-native:devices/v20230630:IotHubResource
 *     azure-native_iothub_v20230630:iothub:IotHubResource             (pulumi package add, as of now)
 *     azure-native_iothub_v20230630:iothub/v20230630:IotHubResource   (pulumi package add, its first releases)
 *
 * Source of the last two: `provider/pkg/provider/provider_parameterize.go` of pulumi/pulumi-azure-native.
 */
const nativeToken =
  /^azure-native(?:_[a-z0-9]+_(v\d{8}[a-z]*))?:([a-z0-9]+)(?:\/(v\d{8}[a-z]*))?:([A-Za-z0-9]+)$/i;

const types = new Map<string, ArmType>();
for (const [type, names] of nativeTokens) for (const name of names) types.set(name, type);

const exceptions = new Map(versionedExceptions);

const canonical = new Map<string, ArmType>();
for (const [type] of nativeTokens) canonical.set(type.toLowerCase(), type);

const classic = new Map<string, ArmType>();
for (const [type, names] of classicTokens) for (const name of names) classic.set(`azure:${name}`, type);

const answers = new Map<string, NamedType | undefined>();

/**
 * The ARM type behind an azure-native token in any spelling, or undefined where the table has none.
 *
 * Case matters, except in the module. Programs use few tokens many times, so each is taken apart once.
 */
export function armTypeOf(token: string): NamedType | undefined {
  if (answers.has(token)) return answers.get(token);
  const answer = parse(token);
  answers.set(token, answer);
  return answer;
}

function parse(token: string): NamedType | undefined {
  const [, packaged, module, versioned, name] = nativeToken.exec(token) ?? [];
  if (module === undefined) return undefined;
  const version = versioned ?? packaged;
  const exact = `${module.toLowerCase()}/${version?.toLowerCase()}:${name}`;
  const type = exceptions.get(exact) ?? types.get(`${module.toLowerCase()}:${name}`);
  if (type === undefined) return undefined;
  return version === undefined ? { type } : { type, apiVersion: apiVersionOf(version) };
}

/** `v20230630` is `2023-06-30`; `v20210702preview` is `2021-07-02-preview`. */
function apiVersionOf(version: string): string {
  const digits = version.slice(1);
  const suffix = digits.slice(8).toLowerCase();
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  return suffix === '' ? date : `${date}-${suffix}`;
}

/** The module-and-name part of an azure-native token (`resources:Resource`), the module in lower case. */
export function nativeName(token: string): string | undefined {
  const [, , module, , name] = nativeToken.exec(token) ?? [];
  return module === undefined ? undefined : `${module.toLowerCase()}:${name}`;
}

/** The ARM type behind a token of the classic provider (`azure:iot/ioTHub:IoTHub`), whose case is fixed. */
export function classicTypeOf(token: string): ArmType | undefined {
  return classic.get(token);
}

/** An ARM type in the spelling of this project, whatever its case; as given where the table does not have it. */
export function canonicalType(type: string): ArmType {
  return canonical.get(type.toLowerCase()) ?? (type as ArmType);
}

/** Whether the table has an ARM type, whatever its case. */
export function isKnownType(type: string): boolean {
  return canonical.has(type.toLowerCase());
}

/** All ARM types of the table whose last segment is `last` and whose namespace is `namespace`, whatever the case. */
export function typesEndingIn(namespace: string, last: string): readonly ArmType[] {
  const start = `${namespace}/`.toLowerCase();
  const end = `/${last}`.toLowerCase();
  return [...canonical]
    .filter(([lower]) => lower.startsWith(start) && lower.endsWith(end))
    .map(([, type]) => type);
}
