/**
 * Whether the address of a file can only ever mean one version: it holds a commit, a version number or the version id of a
 * blob. Branches, tags such as `latest` and plain file names can be changed behind the back of who reads them.
 */
export function isPinned(address: string): boolean {
  const path = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return (
    /(^|[^0-9a-f])[0-9a-f]{40}([^0-9a-f]|$)/i.test(path) ||
    /[?&](versionid|snapshot)=[^&]/i.test(path) ||
    /(^|[/_@.-])v?\d+\.\d+(\.\d+)*(?=[/_?.-]|$)/i.test(path.replace(/\?.*$/s, ''))
  );
}

/** Whether an address is `https`. */
export const isHttps = (address: string): boolean => /^https:\/\/[^/]/i.test(address.trim());
