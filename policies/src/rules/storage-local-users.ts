import { fileService, localUser, storageAccount } from '../resources/types';
import { textOf } from '../resources/value';
import { type Condition, isFalse, isTrue, notTrue, onlyItems } from '../rule/conditions';
import { defineRule, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Ways to sign in that are not Entra ID. Defaults of the service: API version 2024-01-01, the default of azure-native 3.28.
const sftp = 'https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support';
const localUsers =
  'https://learn.microsoft.com/azure/storage/blobs/secure-file-transfer-protocol-support-authorize-access';
const smb = 'https://learn.microsoft.com/azure/storage/files/files-smb-protocol';

/** The CIS recommendations on the topic speak of account keys alone. */
const controls = controlsBesideCis('storage-no-shared-key');

export const storageNoSftp = defineRule({
  id: 'storage-no-sftp',
  title: 'Storage accounts are not served over SFTP',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'medium',
  target: storageAccount,
  property: 'isSftpEnabled',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls,
  why: 'SFTP knows local users only: no Entra ID, no second factor, no conditional access, and no role that can be withdrawn. A password from the notebook of a machine supplier opens the container until somebody deletes the user.',
  fix: {
    say: 'Set `isSftpEnabled` to `false`, or leave it out, and let partners upload over HTTPS with a user delegation signature.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'SFTP is off', source: sftp },
  links: [sftp],
  examples: {
    good: [
      { properties: { isSftpEnabled: false, isHnsEnabled: true, kind: 'StorageV2' } },
      { properties: { isHnsEnabled: true, kind: 'StorageV2' } },
    ],
    bad: [
      { properties: { isSftpEnabled: true, isHnsEnabled: true, kind: 'StorageV2' } },
      { properties: { isSftpEnabled: 'true', isHnsEnabled: true, publicNetworkAccess: 'Disabled' } },
    ],
  },
});

const userProtocols = ['isSftpEnabled', 'enableNfsV3'] as const;

function checkLocalUsers(view: ResourceView): readonly Verdict[] {
  const reading = view.one('isLocalUserEnabled');
  const property = reading.path;
  if (reading.state !== 'absent')
    return [verdictOf(reading, { must: isFalse, whenAbsent: 'pass', serviceDefault: '', printable: true })];
  // Where nothing is written, local users matter only to the protocols that sign in with them.
  return userProtocols.map((path): Verdict => {
    const protocol = view.one(path);
    if (protocol.state === 'unknown') return { outcome: 'unknown', property: path };
    if (protocol.state === 'absent' || !isTrue.holds(protocol.value)) return { outcome: 'pass', property };
    const message = `\`${property}\` must be \`false\`: \`${path}\` lets local users sign in.`;
    return { outcome: 'fail', property, message };
  });
}

export const storageNoLocalUsers = defineRule({
  id: 'storage-no-local-users',
  title: 'Storage accounts have no local users',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_244'] },
  target: storageAccount,
  property: ['isLocalUserEnabled', ...userProtocols],
  check: checkLocalUsers,
  printable: true,
  controls,
  why: 'A local user stands outside of the directory: leaving the company, a stolen laptop or a risky sign-in close nothing here, and access reviews never show the user.',
  fix: {
    say: 'Set `isLocalUserEnabled` to `false`, and turn off `isSftpEnabled`, which needs local users.',
    replaces: false,
  },
  serviceDefault: { is: 'local users may exist and matter as soon as SFTP or NFS is on' },
  links: [localUsers],
  examples: {
    good: [
      { properties: { isLocalUserEnabled: false, kind: 'StorageV2' } },
      { properties: { kind: 'StorageV2', isHnsEnabled: true } },
    ],
    bad: [
      { properties: { isSftpEnabled: true, isHnsEnabled: true }, at: ['isLocalUserEnabled'] },
      { properties: { isLocalUserEnabled: true, kind: 'StorageV2' }, at: ['isLocalUserEnabled'] },
      { properties: { enableNfsV3: true, isHnsEnabled: true }, at: ['isLocalUserEnabled'] },
    ],
  },
});

export const storageUserNoPassword = defineRule({
  id: 'storage-local-user-no-password',
  title: 'Local users of a storage account sign in with SSH keys, never with a password',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'medium',
  target: localUser,
  property: 'hasSshPassword',
  pass: notTrue,
  whenAbsent: 'pass',
  printable: true,
  controls,
  why: 'The password of a machine that uploads each night is typed once and mailed around for years. Nothing slows down somebody who tries passwords from the internet, and nobody notices a copy.',
  fix: {
    say: 'Set `hasSshPassword` to `false` and list the public keys of the user in `sshAuthorizedKeys`.',
    replaces: false,
    value: false,
  },
  serviceDefault: { is: 'the user has no password', source: localUsers },
  links: [localUsers],
  examples: {
    good: [
      {
        properties: {
          username: 'press7',
          hasSshPassword: false,
          hasSshKey: true,
          sshAuthorizedKeys: [{ description: 'press 7', key: 'ssh-ed25519 AAAAC3Nz' }],
        },
      },
      { properties: { username: 'press7', hasSshKey: true, homeDirectory: 'uploads' } },
    ],
    bad: [
      { properties: { username: 'press7', hasSshPassword: true, homeDirectory: 'uploads' } },
      { properties: { username: 'scanner', hasSshPassword: 'true', hasSshKey: true } },
    ],
  },
});

export const storageUserNoSharedKey = defineRule({
  id: 'storage-local-user-no-shared-key',
  title: 'Local users of a storage account have no shared key',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'low',
  target: localUser,
  property: 'hasSharedKey',
  pass: isFalse,
  whenAbsent: 'fail',
  advisory: true,
  printable: true,
  controls,
  why: 'The shared key of a local user is one more secret with access to files, and it is made without anybody asking for it. What nobody uses, nobody rotates, and nobody misses when it is copied.',
  fix: {
    say: 'Set `hasSharedKey` to `false`, which removes an existing one.',
    replaces: false,
    value: false,
  },
  serviceDefault: {
    is: 'an existing shared key stays until this is set to `false`',
    source: 'azure-native 3.28 typings of LocalUser',
  },
  links: [localUsers],
  examples: {
    good: [
      { properties: { username: 'press7', hasSharedKey: false, hasSshKey: true } },
      { properties: { username: 'scanner', hasSharedKey: 'false', homeDirectory: 'scans' } },
    ],
    bad: [
      { properties: { username: 'press7', hasSshKey: true, homeDirectory: 'uploads' } },
      { properties: { username: 'scanner', hasSharedKey: true, hasSshPassword: false } },
    ],
  },
});

/** Letters of a permission text: read, write, delete, list, create, and changing owner (o) or permissions (p). */
const narrowPermissions: Condition = {
  expected: 'leave out `o` and `p`, and at least one of `rwdlc`',
  holds: (value) => {
    const letters = new Set(textOf(value).toLowerCase());
    return !letters.has('o') && !letters.has('p') && ![...'rwdlc'].every((letter) => letters.has(letter));
  },
};

function checkUserScope(view: ResourceView): readonly Verdict[] {
  const scopes = view.all('permissionScopes[].permissions').map((reading) =>
    verdictOf(reading, {
      must: narrowPermissions,
      whenAbsent: 'pass',
      serviceDefault: '',
      printable: true,
    }),
  );
  const acl = verdictOf(view.one('allowAclAuthorization'), {
    must: notTrue,
    whenAbsent: 'pass',
    serviceDefault: '',
    printable: true,
  });
  return [...scopes, acl];
}

export const storageUserScoped = defineRule({
  id: 'storage-local-user-scoped',
  title: 'Local users of a storage account may do only what their job needs',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'medium',
  target: localUser,
  property: ['permissionScopes[].permissions', 'allowAclAuthorization'],
  check: checkUserScope,
  printable: true,
  controls: ['mcsb:PA-7', 'nist:AC-6', 'iec33:SR2.1', 'enisa:GP-TM-27', 'nis2:21.2.i'],
  why: 'A press that only drops off its reports needs to create files. With all rights, its key, once taken from the press, deletes the reports of the whole plant; with the right to change owners it opens other folders as well.',
  fix: {
    say: 'Give each entry of `permissionScopes` only the letters it needs, such as `c` for an upload or `rl` for a reader, and set `allowAclAuthorization` to `false`.',
    replaces: false,
  },
  serviceDefault: { is: 'a user without scopes reaches nothing', source: localUsers },
  links: [localUsers],
  examples: {
    good: [
      {
        properties: {
          username: 'press7',
          permissionScopes: [{ service: 'blob', resourceName: 'reports', permissions: 'cw' }],
          allowAclAuthorization: false,
        },
      },
      { properties: { username: 'idle', hasSshKey: true } },
    ],
    bad: [
      {
        properties: {
          username: 'press7',
          permissionScopes: [
            { service: 'blob', resourceName: 'reports', permissions: 'c' },
            { service: 'blob', resourceName: 'recipes', permissions: 'rcwdl' },
          ],
        },
        at: ['permissionScopes[1].permissions'],
      },
      {
        properties: {
          username: 'admin',
          permissionScopes: [{ service: 'blob', resourceName: 'reports', permissions: 'rlop' }],
        },
        at: ['permissionScopes[0].permissions'],
      },
      {
        properties: {
          username: 'press7',
          permissionScopes: [{ service: 'blob', resourceName: 'reports', permissions: 'c' }],
          allowAclAuthorization: true,
        },
        at: ['allowAclAuthorization'],
      },
    ],
  },
});

const smbSettings: readonly (readonly [string, Condition, string])[] = [
  ['protocolSettings.smb.authenticationMethods', onlyItems(';', 'Kerberos'), 'NTLMv2 is allowed as well'],
  ['protocolSettings.smb.kerberosTicketEncryption', onlyItems(';', 'AES-256'), 'RC4-HMAC is allowed as well'],
];

export const storageSmbKerberos = defineRule({
  id: 'storage-smb-kerberos-only',
  title: 'File shares take Kerberos with AES-256 only, no NTLMv2 and no RC4',
  topic: 'storage-no-shared-key',
  class: 'identity',
  severity: 'medium',
  target: fileService,
  property: smbSettings.map(([path]) => path),
  check: (view) =>
    smbSettings.map(([path, must, serviceDefault]) =>
      verdictOf(view.one(path), { must, whenAbsent: 'fail', serviceDefault, printable: true }),
    ),
  advisory: true,
  printable: true,
  controls,
  why: 'NTLMv2 mounts a share with the account key, so each engineering station holds the key to everything; and a ticket under RC4 is guessed offline in hours. Kerberos names the person or machine that opened a file.',
  fix: {
    say: 'Set `protocolSettings.smb.authenticationMethods` to `Kerberos` and `kerberosTicketEncryption` to `AES-256`. The account must be joined to a directory first, and stations that mount with the account key stop.',
    replaces: false,
  },
  serviceDefault: { is: 'NTLMv2 and Kerberos, RC4-HMAC and AES-256 are all allowed', source: smb },
  links: [smb],
  examples: {
    good: [
      {
        properties: {
          protocolSettings: {
            smb: {
              versions: 'SMB3.1.1',
              authenticationMethods: 'Kerberos',
              kerberosTicketEncryption: 'AES-256',
            },
          },
        },
      },
      {
        properties: {
          protocolSettings: {
            smb: { authenticationMethods: 'kerberos;', kerberosTicketEncryption: 'aes-256;' },
          },
        },
      },
    ],
    bad: [
      { properties: { shareDeleteRetentionPolicy: { enabled: true, days: 14 } } },
      {
        properties: {
          protocolSettings: {
            smb: {
              authenticationMethods: 'NTLMv2;Kerberos',
              kerberosTicketEncryption: 'AES-256',
            },
          },
        },
        at: ['protocolSettings.smb.authenticationMethods'],
      },
      {
        properties: {
          protocolSettings: {
            smb: {
              authenticationMethods: 'Kerberos',
              kerberosTicketEncryption: 'RC4-HMAC;AES-256',
            },
          },
        },
        at: ['protocolSettings.smb.kerberosTicketEncryption'],
      },
    ],
  },
});
