import { describe, expect, test } from 'vitest';
import type { ArmType } from '../../policies/src/resources/resource';
import { disk, diskEncryptionSet, virtualMachine } from '../../policies/src/resources/types';
import { type Properties, UNKNOWN } from '../../policies/src/resources/value';
import type { Rule } from '../../policies/src/rule/rule';
import { diskPublicNetwork, diskSetDouble } from '../../policies/src/rules/disks';
import { vmCustomData, vmNoPassword } from '../../policies/src/rules/virtual-machines';
import { resource, runRule } from '../../policies/src/testing';

const judge = (rule: Rule, type: ArmType, properties: Properties) =>
  runRule(rule, [resource(type, 'it', properties)]).map(({ outcome, property }) => `${outcome} ${property}`);

describe('the network of a disk', () => {
  test.each([
    [{}, ['fail publicNetworkAccess', 'fail networkAccessPolicy']],
    [{ publicNetworkAccess: 'Disabled' }, ['fail networkAccessPolicy']],
    [{ publicNetworkAccess: 'disabled', networkAccessPolicy: 'denyall' }, ['pass publicNetworkAccess']],
    [{ publicNetworkAccess: UNKNOWN }, ['fail networkAccessPolicy', 'unknown publicNetworkAccess']],
    [
      { publicNetworkAccess: 7, networkAccessPolicy: ['DenyAll'] },
      ['fail publicNetworkAccess', 'fail networkAccessPolicy'],
    ],
  ] as const)('%o', (properties, expected) => {
    expect(judge(diskPublicNetwork, disk, properties)).toEqual(expected);
  });
});

describe('a disk encryption set', () => {
  const double = 'EncryptionAtRestWithPlatformAndCustomerKeys';

  test.each([
    [{ encryptionType: double, rotationToLatestKeyVersionEnabled: true }, ['pass encryptionType']],
    [{ encryptionType: double }, ['fail rotationToLatestKeyVersionEnabled']],
    [
      { encryptionType: double, rotationToLatestKeyVersionEnabled: UNKNOWN },
      ['unknown rotationToLatestKeyVersionEnabled'],
    ],
    [{ rotationToLatestKeyVersionEnabled: 'true' }, ['fail encryptionType']],
    [{ encryptionType: 'confidentialvmencryptedwithcustomerkey' }, []],
    [{ encryptionType: UNKNOWN }, ['unknown encryptionType']],
  ] as const)('%o', (properties, expected) => {
    expect(judge(diskSetDouble, diskEncryptionSet, properties)).toEqual(expected);
  });
});

describe('passwords of a machine', () => {
  const path = 'osProfile.linuxConfiguration.disablePasswordAuthentication';
  const linux = (disablePasswordAuthentication: Properties[string]) => ({
    osProfile: { linuxConfiguration: { disablePasswordAuthentication } },
  });

  test.each([
    ['that refuses them', linux(true), [`pass ${path}`]],
    ['that refuses them as text', linux('True'), [`pass ${path}`]],
    ['that takes them', linux(false), [`fail ${path}`]],
    ['that says nothing', { osProfile: {} }, [`fail ${path}`]],
    ['that is unknown', linux(UNKNOWN), [`unknown ${path}`]],
    ['with an odd value', linux({}), [`fail ${path}`]],
    ['without a profile', {}, []],
    ['of Windows', { osProfile: { windowsConfiguration: { provisionVMAgent: true } } }, []],
    ['on a disk of Windows', { osProfile: {}, storageProfile: { osDisk: { osType: 'windows' } } }, []],
    [
      'on an image of Windows',
      { osProfile: {}, storageProfile: { imageReference: { publisher: 'MicrosoftWindowsServer' } } },
      [],
    ],
    [
      'on an unknown image',
      { osProfile: {}, storageProfile: { imageReference: { publisher: UNKNOWN } } },
      ['unknown storageProfile.imageReference.publisher'],
    ],
    [
      'on an unknown image that refuses them',
      { ...linux(true), storageProfile: { imageReference: UNKNOWN } },
      [`pass ${path}`],
    ],
    ['with an unknown profile', { osProfile: UNKNOWN }, ['unknown osProfile']],
  ] as const)('%s', (_case, properties, expected) => {
    expect(judge(vmNoPassword, virtualMachine, properties)).toEqual(expected);
  });
});

describe('start-up data', () => {
  const secret = Buffer.from('password: example-only').toString('base64');

  test.each([
    [{}, ['pass osProfile.customData']],
    [{ osProfile: { customData: secret } }, ['fail osProfile.customData']],
    [{ userData: secret }, ['fail userData']],
    [
      { osProfile: { customData: UNKNOWN }, userData: secret },
      ['fail userData', 'unknown osProfile.customData'],
    ],
  ] as const)('%o', (properties, expected) => {
    expect(judge(vmCustomData, virtualMachine, properties)).toEqual(expected);
  });

  test('is never shown', () => {
    const machine = resource(virtualMachine, 'it', { userData: secret });
    const [finding] = runRule(vmCustomData, [machine]);
    expect(finding?.message).not.toContain(secret);
    expect(finding?.message).not.toContain('example-only');
  });
});
