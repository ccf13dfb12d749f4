import { virtualMachine } from '../resources/types';
import { both, isSet, isTrue, matches, noneOf, oneOf } from '../rule/conditions';
import { carriesNoCredential } from '../rule/credentials';
import { holds } from '../rule/preconditions';
import { defineRule, type Precondition, type ResourceView, type Verdict } from '../rule/rule';
import { controlsBesideCis } from '../rule/topic-facts';
import { verdictOf } from '../rule/verdict';

// Defaults of the service: the API versions of azure-native 3.28.
const docs = 'https://learn.microsoft.com/azure/virtual-machines';
const ssh = `${docs}/linux/create-ssh-keys-detailed`;
const atHost = `${docs}/disk-encryption`;
const trustedLaunch = `${docs}/trusted-launch`;
const customData = `${docs}/custom-data`;
const typings = 'azure-native 3.28 typings of VirtualMachine';

/** What shows that a machine runs Windows, where passwords are another matter. */
const windows: readonly Precondition[] = [
  { property: 'osProfile.windowsConfiguration', is: isSet, whenAbsent: false },
  { property: 'storageProfile.osDisk.osType', is: oneOf('Windows'), whenAbsent: false },
  {
    property: 'storageProfile.imageReference.publisher',
    is: matches(/^MicrosoftWindows/i, 'be an image of Windows'),
    whenAbsent: false,
  },
];

const passwordsOff = 'osProfile.linuxConfiguration.disablePasswordAuthentication';

function checkPasswords(view: ResourceView): readonly Verdict[] {
  // Without a profile the machine boots a disk that was made elsewhere, and nothing is set up here.
  if (view.one('osProfile').state === 'absent') return [];
  const answers = windows.map((sign) => ({ property: sign.property, answer: holds(sign, view) }));
  if (answers.some(({ answer }) => answer === 'yes')) return [];
  const verdict = verdictOf(view.one(passwordsOff), {
    must: isTrue,
    whenAbsent: 'fail',
    serviceDefault: 'passwords are accepted over SSH',
    printable: true,
  });
  const open = answers.find(({ answer }) => answer === 'maybe');
  return verdict.outcome === 'fail' && open ? [{ outcome: 'unknown', property: open.property }] : [verdict];
}

export const vmNoPassword = defineRule({
  id: 'vm-no-password-auth',
  title: 'Linux machines take SSH keys only, no passwords',
  topic: 'db-entra-only',
  class: 'identity',
  severity: 'high',
  peers: {
    checkov: ['CKV_AZURE_1', 'CKV_AZURE_149', 'CKV_AZURE_178'],
    psrule: ['Azure.VM.PublicKey'],
    azurePolicy: ['630c64f9-8b6b-4c64-b511-6544ceff6fd6'],
    kics: ['6797f581', 'dafe30ec', 'a5cfef8f'],
    trivy: ['AZU-0039'],
  },
  target: virtualMachine,
  property: passwordsOff,
  check: checkPasswords,
  printable: true,
  controls: [
    'mcsb:IM-6',
    'nist:IA-2',
    'nist:IA-5',
    'iec33:SR1.1',
    'iec33:SR1.5',
    'iec33:SR1.7',
    'iot10:I1',
    'enisa:GP-TM-23',
    'nis2:21.2.j',
  ],
  threats: ['T-D06', 'T-O02', 'T-C12'],
  why: 'Passwords for SSH are guessed around the clock, and the one of the edge gateway is often the one of all gateways. A guessed password stands in the middle of the plant network.',
  fix: {
    say: 'Set `osProfile.linuxConfiguration.disablePasswordAuthentication` to `true` and list public keys in `ssh.publicKeys`. Azure takes this when the machine is created only.',
    replaces: true,
  },
  serviceDefault: { is: 'passwords are accepted over SSH' },
  links: [ssh],
  examples: {
    good: [
      {
        properties: {
          osProfile: {
            computerName: 'edge1',
            adminUsername: 'operator',
            linuxConfiguration: {
              disablePasswordAuthentication: true,
              ssh: {
                publicKeys: [{ path: '/home/operator/.ssh/authorized_keys', keyData: 'ssh-ed25519 A' }],
              },
            },
          },
        },
      },
      {
        properties: { osProfile: { computerName: 'hmi1', windowsConfiguration: { provisionVMAgent: true } } },
      },
      { properties: { storageProfile: { osDisk: { createOption: 'Attach', osType: 'Linux' } } } },
    ],
    bad: [
      {
        properties: {
          osProfile: {
            computerName: 'edge1',
            adminUsername: 'operator',
            linuxConfiguration: { disablePasswordAuthentication: false },
          },
        },
        at: [passwordsOff],
      },
      {
        properties: {
          osProfile: { computerName: 'edge1', adminUsername: 'operator' },
          storageProfile: { imageReference: { publisher: 'Canonical', sku: '24_04-lts' } },
        },
        at: [passwordsOff],
      },
    ],
  },
});

export const vmEncryptionAtHost = defineRule({
  id: 'vm-encryption-at-host',
  title: 'Machines encrypt temporary disks and caches as well',
  topic: 'storage-encryption',
  class: 'encryption-at-rest',
  severity: 'medium',
  peers: {
    checkov: ['CKV_AZURE_151', 'CKV_AZURE_97'],
    azurePolicy: ['fc4d8e41-e223-45ea-9bf5-eada37891d87'],
    kics: ['30c7c2f1'],
  },
  target: virtualMachine,
  property: 'securityProfile.encryptionAtHost',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  controls: controlsBesideCis('storage-encryption'),
  why: 'What a historian or gateway swaps out and caches lies on the disk of the host, outside of the encryption of its managed disks: session keys, buffered telemetry, parts of memory.',
  fix: {
    say: 'Register the feature `Microsoft.Compute/EncryptionAtHost` in the subscription, then set `securityProfile.encryptionAtHost` to `true`; the machine restarts.',
    replaces: false,
  },
  serviceDefault: { is: 'temporary disks and caches are not encrypted', source: typings },
  links: [atHost],
  examples: {
    good: [
      {
        properties: {
          hardwareProfile: { vmSize: 'Standard_D4s_v5' },
          securityProfile: { encryptionAtHost: true, securityType: 'TrustedLaunch' },
        },
      },
      { properties: { securityProfile: { encryptionAtHost: 'true' } } },
    ],
    bad: [
      { properties: { hardwareProfile: { vmSize: 'Standard_D4s_v5' } } },
      { properties: { securityProfile: { securityType: 'TrustedLaunch', encryptionAtHost: false } } },
    ],
  },
});

export const vmTrustedLaunch = defineRule({
  id: 'vm-trusted-launch',
  title: 'Machines start with a verified boot chain',
  topic: 'registry-trusted-images',
  class: 'supply-chain',
  severity: 'low',
  peers: { azurePolicy: ['c95b54ad-0614-4633-ab29-104b01235cbf', 'b03bb370-5249-4ea4-9fce-2552e87e45fa'] },
  target: virtualMachine,
  property: 'securityProfile.securityType',
  pass: oneOf('TrustedLaunch', 'ConfidentialVM'),
  whenAbsent: 'fail',
  printable: true,
  controls: ['nist:SI-7', 'iec33:SR3.4', 'iec42:CR3.14', 'isvs:3.1.5', 'enisa:GP-TM-03'],
  threats: ['T-D04', 'T-O05'],
  why: 'A root kit that gets in below the operating system survives every update and hides from every scanner on a gateway that nobody reinstalls for years. A verified start refuses to load it and reports it.',
  fix: {
    say: 'Set `securityProfile.securityType` to `TrustedLaunch`, with `uefiSettings` `{ secureBootEnabled: true, vTpmEnabled: true }`. Machines of generation 1 have to be replaced by ones of generation 2.',
    replaces: false,
  },
  serviceDefault: { is: 'the boot chain is not verified', source: typings },
  links: [trustedLaunch],
  examples: {
    good: [
      {
        properties: {
          securityProfile: {
            securityType: 'TrustedLaunch',
            uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
          },
        },
      },
      { properties: { securityProfile: { securityType: 'ConfidentialVM' } } },
    ],
    bad: [
      { properties: { hardwareProfile: { vmSize: 'Standard_D4s_v5' } } },
      { properties: { securityProfile: { securityType: 'Standard', encryptionAtHost: true } } },
    ],
  },
});

const base64 = (text: string) => Buffer.from(text).toString('base64');

export const vmCustomData = defineRule({
  id: 'vm-no-secrets-in-custom-data',
  title: 'The start-up data of a machine carries no credential',
  topic: 'no-plaintext-secrets',
  class: 'identity',
  severity: 'medium',
  peers: { checkov: ['CKV_AZURE_45'], trivy: ['AZU-0037'] },
  target: virtualMachine,
  property: ['osProfile.customData', 'userData'],
  pass: carriesNoCredential,
  whenAbsent: 'pass',
  why: 'Start-up data stays on the disk of the machine for its whole life, every process on it can ask for it, and the state of the stack keeps a copy. A connection string in it is the connection string of everybody.',
  fix: {
    say: 'Take the credential out of `osProfile.customData` and `userData`: give the machine an identity, and let the script fetch the secret from a key vault.',
    replaces: true,
  },
  serviceDefault: { is: 'a machine has no start-up data' },
  links: [customData],
  examples: {
    good: [
      {
        properties: {
          osProfile: {
            computerName: 'edge1',
            customData: base64('#cloud-config\npackages:\n  - aziot-edge\nssh_pwauth: false\n'),
          },
        },
      },
      { properties: { osProfile: { computerName: 'edge1' } } },
    ],
    bad: [
      {
        properties: {
          osProfile: {
            computerName: 'edge1',
            customData: base64(
              '#!/bin/sh\niotedge config mp --connection-string "HostName=example.azure-devices.net;DeviceId=edge1;SharedAccessKey=example-only"\n',
            ),
          },
        },
        at: ['osProfile.customData'],
      },
      {
        properties: {
          userData: base64('#cloud-config\nmqtt:\n  username: edge1\n  password: example-only\n'),
        },
        at: ['userData'],
      },
    ],
  },
});

export const vmIdentity = defineRule({
  id: 'vm-managed-identity',
  title: 'Machines have a managed identity',
  topic: 'stream-identity',
  class: 'identity',
  severity: 'low',
  target: virtualMachine,
  property: 'identity.type',
  pass: both(isSet, noneOf('None')),
  whenAbsent: 'fail',
  printable: true,
  controls: ['mcsb:IM-3', 'nist:IA-9', 'iec33:SR1.2', 'enisa:GP-TM-40'],
  threats: ['T-C02', 'T-O04'],
  why: 'A gateway without an identity signs in to the hub, the vault and the registry with keys in files. Whoever reads one file is the gateway, from anywhere, until someone changes the key.',
  fix: {
    say: 'Set `identity.type` to `SystemAssigned`, or to `UserAssigned` where several machines share their roles.',
    replaces: false,
  },
  serviceDefault: { is: 'a machine has no identity' },
  links: ['https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview'],
  examples: {
    good: [
      { properties: { vmName: 'edge1', identity: { type: 'SystemAssigned' } } },
      {
        properties: {
          vmName: 'edge2',
          identity: {
            type: 'UserAssigned',
            userAssignedIdentities: [
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/edge',
            ],
          },
        },
      },
    ],
    bad: [
      { properties: { vmName: 'edge1', hardwareProfile: { vmSize: 'Standard_B2s' } } },
      { properties: { vmName: 'edge1', identity: { type: 'None' } } },
    ],
  },
});
