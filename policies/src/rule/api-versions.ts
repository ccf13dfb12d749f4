/**
 * Whether an API version such as `2021-11-01` or `2022-10-01-preview` is at least as new as a day. One that is not known is
 * taken for an older one: what became safer with a version must not be relied on without it.
 */
export function isSince(apiVersion: string | undefined, day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(apiVersion ?? '') && String(apiVersion).slice(0, 10) >= day;
}
