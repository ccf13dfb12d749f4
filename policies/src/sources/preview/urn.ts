/** The type of the root resource of every program. */
export const STACK_TYPE = 'pulumi:pulumi:Stack';

/**
 * The URN the engine would give: `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`.
 *
 * The stack does not count as a parent type. Source: `sdk/go/common/resource/urn/urn.go` of pulumi/pulumi.
 */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent === '' ? '' : qualifiedTypeOf(parent);
  const chain = parentType === '' || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

/** The parent types and the type of a URN: `my:Parent$azure-native:storage:StorageAccount`. */
export function qualifiedTypeOf(urn: string): string {
  return urn.split('::', 3)[2] as string;
}

/** The type token of a URN. */
export function typeOf(urn: string): string {
  const qualified = qualifiedTypeOf(urn);
  return qualified.slice(qualified.lastIndexOf('$') + 1);
}

/** The package of a type token: `azure-native` of `azure-native:storage:StorageAccount`. */
export function packageOf(token: string): string {
  return token.split(':', 1)[0] as string;
}

/** Whether the token is the type of a provider: `pulumi:providers:azure-native`. */
export function isProviderType(token: string): boolean {
  return token.startsWith(PROVIDER_PREFIX);
}

/** The type token of a package's provider. */
export function providerType(pkg: string): string {
  return PROVIDER_PREFIX + pkg;
}

const PROVIDER_PREFIX = 'pulumi:providers:';
