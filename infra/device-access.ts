/**
 * Ways for devices to reach the hub and the provisioning service. Private endpoints work in either case.
 *
 * `private`: no other way. `allowlist`: also from the named internet ranges, for plants without a private line.
 */
export type DeviceNetworkAccess =
  | { readonly kind: 'private' }
  | { readonly kind: 'allowlist'; readonly ranges: readonly string[] };

/** Value of `publicNetworkAccess` for a way of access. */
export const publicNetworkAccess = (access: DeviceNetworkAccess): 'Enabled' | 'Disabled' =>
  access.kind === 'private' ? 'Disabled' : 'Enabled';

/** Internet ranges to let in, each with a name that lists in the portal understand. */
export const namedRanges = (access: DeviceNetworkAccess): readonly { name: string; range: string }[] =>
  access.kind === 'private'
    ? []
    : access.ranges.map((range, index) => ({ name: `devices-${index + 1}`, range }));
