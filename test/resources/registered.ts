import type { RegisteredResource } from '../../policies/src/resources/resource';
import type { Properties } from '../../policies/src/resources/value';

/** A resource as a source would have it. */
export function registered(
  token: string,
  properties: Properties = {},
  more: Partial<RegisteredResource> = {},
): RegisteredResource {
  return {
    urn: `urn:pulumi:dev::plant::${token}::it`,
    name: 'it',
    token,
    custom: true,
    properties,
    propertyDependencies: {},
    dependencies: [],
    ...more,
  };
}
