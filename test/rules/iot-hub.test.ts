import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { iotHub, iotHubCertificate, provisioningCertificate } from '../../policies/src/resources/types';
import { UNKNOWN, type Value } from '../../policies/src/resources/value';
import { certificateFaults } from '../../policies/src/rule/certificate';
import {
  deviceRootBase64,
  deviceRootPem,
  expiredRootBase64,
  gatewayRootBase64,
  legacyRootBase64,
} from '../../policies/src/rule/sample-certificates';
import { iotHubCmk, iotHubNetworkRuleNotAny, iotHubSasPolicies } from '../../policies/src/rules/iot-hub';
import { iotHubCertContent } from '../../policies/src/rules/iot-hub-certificates';
import { dpsCertContent } from '../../policies/src/rules/provisioning';
import { resource, runRule } from '../../policies/src/testing';

const outcomes = (findings: readonly { outcome: string }[]) => findings.map((finding) => finding.outcome);

describe('customer-managed key of a hub', () => {
  const judge = (apiVersion: string | undefined, encryption?: Value) =>
    outcomes(
      runRule(iotHubCmk, [
        resource(
          iotHub,
          'hub',
          { properties: encryption === undefined ? {} : { encryption } },
          { apiVersion },
        ),
      ]),
    );

  test.each([undefined, '2023-06-30', '2021-07-02', '2019-07-01-preview'])(
    'is not asked for with API version %s, which does not offer one',
    (apiVersion) => {
      expect(judge(apiVersion)).toEqual([]);
    },
  );

  test.each(['2020-07-10-preview', '2023-06-30-preview', '2026-05-01-preview'])(
    'is asked for with API version %s',
    (apiVersion) => {
      expect(judge(apiVersion)).toEqual(['fail']);
      expect(judge(apiVersion, { keyVaultProperties: [{ keyIdentifier: '' }] })).toEqual(['fail']);
      expect(judge(apiVersion, { keyVaultProperties: [{ keyIdentifier: UNKNOWN }] })).toEqual(['unknown']);
      expect(judge(apiVersion, UNKNOWN)).toEqual(['unknown']);
    },
  );
});

test.each([
  [{ rights: 'RegistryWrite, ServiceConnect' }, 'fail'],
  [{ rights: 'DeviceConnect,registrywrite' }, 'fail'],
  [{ rights: 'RegistryRead, ServiceConnect, DeviceConnect' }, 'pass'],
  [{ rights: 'RegistryRead, RegistryWrite' }, 'pass'],
  [{ rights: UNKNOWN }, 'unknown'],
  [{ keyName: 'without rights' }, 'pass'],
])('shared access policy of a hub %j: %s', (policy, outcome) => {
  const properties = { properties: { authorizationPolicies: [policy] } };
  expect(outcomes(runRule(iotHubSasPolicies, [resource(iotHub, 'hub', properties)]))).toEqual([outcome]);
});

test.each([
  ['203.0.113.0/24', 'pass'],
  ['10.0.0.0/8', 'pass'],
  ['10.0.0.0/7', 'fail'],
  ['0.0.0.0/0', 'fail'],
  ['0.0.0.0', 'fail'],
  ['::/0', 'fail'],
  ['2001:db8::/32', 'pass'],
  [UNKNOWN, 'unknown'],
])('network rule of a hub for %s: %s', (ipMask, outcome) => {
  const properties = { properties: { networkRuleSets: { ipRules: [{ ipMask }] } } };
  expect(outcomes(runRule(iotHubNetworkRuleNotAny, [resource(iotHub, 'hub', properties)]))).toEqual([
    outcome,
  ]);
});

// A CA on the curve P-192.
const p192 =
  'MIIBfjCCATOgAwIBAgIUTepCSNNl5B14avxgvFPbKesG5DcwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYRXhhbXBsZSBTaG9y' +
  'dCBDdXJ2ZSBSb290MCAXDTI2MTEyNDAyNTYyMVoYDzIxMjYxMDMxMDI1NjIxWjAjMSEwHwYDVQQDDBhFeGFtcGxlIFNob3J0' +
  'IEN1cnZlIFJvb3QwSTATBgcqhkjOPQIBBggqhkjOPQMBAQMyAARb8X5TYN7cXrEHC0PgA24UpFT9ghXEHd4YVuNYhX+jJEKd' +
  'GfRJ7kymvzjD0nbKGTSjUzBRMB0GA1UdDgQWBBQea/fPTbg9RP/LpyfStQAtKlhU2zAfBgNVHSMEGDAWgBQea/fPTbg9RP/L' +
  'pyfStQAtKlhU2zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCAzkAMDYCGQDlQi/JVQ0jzLCJ4cdvsNoHhtEpX2AMCCgC' +
  'GQD68L6akm+zIRLEOqC8v041tw8AcA4eKgs=';

// A CA on the curve P-384, signed with SHA-384.
const p384 =
  'MIIBzjCCAVSgAwIBAgIUM0Tm+rTKzaYmbJPll2ujfSIhUXYwCgYIKoZIzj0EAwMwHTEbMBkGA1UEAwwSRXhhbXBsZSBQLTM4' +
  'NCBSb290MCAXDTI2MTEyNDAyNTYyMVoYDzIxMjYxMDMxMDI1NjIxWjAdMRswGQYDVQQDDBJFeGFtcGxlIFAtMzg0IFJvb3Qw' +
  'djAQBgcqhkjOPQIBBgUrgQQAIgNiAARXuXlgOL4JY8aNKGNmheX1fIecajIrec5VAn/UvmiCvqZdu0bE1gyKSfKXDgt5lkBM' +
  'TldPiQxGRXKedyCe4otF76GB+RQC9nrjLlD5xeV2VlIFufCXybkA1GpBXqDNreOjUzBRMB0GA1UdDgQWBBSRfBiDp/QdgCO7' +
  'HQ9e01U6vQzpNzAfBgNVHSMEGDAWgBSRfBiDp/QdgCO7HQ9e01U6vQzpNzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMD' +
  'A2gAMGUCMQDKYaLwnDEWCR04QqV8sSMp5+ZMVSNVKubRLv2LGi+m0jnhQgtWQJcrMqricAdLCusCMC56vLLOxFYSLBYbVre6' +
  'eG1wDWtP7TPGAue1wW4xe8eQs96lKKd1SfC9Fk/bzKWzwA==';

// A CA with an Ed25519 key, which neither service takes.
const ed25519 =
  'MIIBVTCCAQegAwIBAgIUefpHWvNpG2rDoI0y1tWnoQb4jXowBQYDK2VwMB8xHTAbBgNVBAMMFEV4YW1wbGUgRWQyNTUxOSBS' +
  'b290MCAXDTI2MTEyNDAyNTYyMVoYDzIxMjYxMDMxMDI1NjIxWjAfMR0wGwYDVQQDDBRFeGFtcGxlIEVkMjU1MTkgUm9vdDAq' +
  'MAUGAytlcAMhAEbwjTYPCXdSx76DVs0TJtLf4vWjcHAQaKWkFSfoXFmXo1MwUTAdBgNVHQ4EFgQUPwJZcDHCmjOsORkcFO/5' +
  'TSndD1cwHwYDVR0jBBgwFoAUPwJZcDHCmjOsORkcFO/5TSndD1cwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQCBmojoq3Ag' +
  'IAB6ExJj33gBpdvtKrLCHkcojMS9dyhe3PMq4opQQ4nYvEUzJA54R8Ag+8orLKLB0OZv2Hq0nJoP';

// A CA on the curve P-256, signed with SHA-1.
const sha1 =
  'MIIBjzCCATagAwIBAgIULu3hfOR3GQhDnKtdVMb0fCfd9jkwCQYHKoZIzj0EATAdMRswGQYDVQQDDBJFeGFtcGxlIFNIQS0x' +
  'IFJvb3QwIBcNMjYxMTI0MDI1NjIxWhgPMjEyNjEwMzEwMjU2MjFaMB0xGzAZBgNVBAMMEkV4YW1wbGUgU0hBLTEgUm9vdDBZ' +
  'MBMGByqGSM49AgEGCCqGSM49AwEHA0IABJEyy2gZRjJsqULQ4pi46IKy81E0cP7na0iyl19oBzPwbqMrbiw/rm3Kfe2NZQsg' +
  'NyYkSGqqIRRbcTTwuxiVduKjUzBRMB0GA1UdDgQWBBQURaCfd1UU+nrhTmzbRV2oMmrJBTAfBgNVHSMEGDAWgBQURaCfd1UU' +
  '+nrhTmzbRV2oMmrJBTAPBgNVHRMBAf8EBTADAQH/MAkGByqGSM49BAEDSAAwRQIhAJx+f8RLoFFXqiSSDqEgO8O9yN5IQu9R' +
  'kNGpFr4aiKPKAiBkzt33Qj9I5GOIzHG/dcz6CRR7E1783os4OqcOTHUL/Q==';

// A CA with 2048 bits RSA, signed with MD5.
const md5 =
  'MIIDGTCCAgGgAwIBAgIUTRY0DJXkdnX4LwF5urTr9ppuPQswDQYJKoZIhvcNAQEEBQAwGzEZMBcGA1UEAwwQRXhhbXBsZSBN' +
  'RDUgUm9vdDAgFw0yNjExMjQwMjU2MjFaGA8yMTI2MTAzMTAyNTYyMVowGzEZMBcGA1UEAwwQRXhhbXBsZSBNRDUgUm9vdDCC' +
  'ASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAMP5mmnQZpxkuMNx3PBgiMh0roSVdG2CRNkbhbgyALcx3zYoxeTMnmtH' +
  '/6D04eCa48v14ybQUPK2v/y5Uboy42JxlcrtI9NKopFbjK0iNE+rBYnYZP+PyFMeWJP/SS4II9eB+QiI4ja4sXVcvFd6U7Zu' +
  'OIY3zVNGNt23WjSNUkQ1OktuAwzizjo6EVzTFuOpFKQtNv1wJ9rygi+HJ79X1mYA3pZILSalipRYzYkEHKMk/gy8PqXodbUT' +
  'T+yUPF2utTqz29MrVZcFdGBVKvLjErRJnqY+uojlABVCBERCtlSMfJjoXvKnVi7P1v5u0/AwA1wnqodMyVJlBRGu8N5XyLsC' +
  'AwEAAaNTMFEwHQYDVR0OBBYEFEd73bH8XmUqwyXnq4ndzhscTHs2MB8GA1UdIwQYMBaAFEd73bH8XmUqwyXnq4ndzhscTHs2' +
  'MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEEBQADggEBAIjveMND57HEPqvkpISFhQaiky/lEQxCkWJNDnUdbwVcAHvX' +
  'tTzdSMd1ncqmGt4b61M4xMMp1WYa93GmkI7RMFMD1KZBPjX+scpI055qLSFrhfstAQb63PCOys5DdygcoKlHYOuYIiBjBqV+' +
  'BvEo2Cn5ieFOnc92cikemrXQ2t5mrHhJaIBflS/cLBSJmxqPHehW++ObmsBDyQzjZ7SJCvRlPer0zsEOgzfTEu3JMpHCgna6' +
  'zmzXTRJDT/oMXzYbOImd9r8+nFKeeh2QrHj3jtL4d3P/+DLLlueFN33f/P7Y5573JBP7nNGioJke7+ACybCGpWBB58zHXBWI' +
  'x0Uem+I=';

// A CA with 2048 bits RSA, signed with RSA-PSS and SHA-256.
const pss =
  'MIIDgTCCAjWgAwIBAgIUW7K8pRF4xWXD2lfPcXn5E5/OXxcwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEFAKEcMBoG' +
  'CSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgMBsxGTAXBgNVBAMMEEV4YW1wbGUgUFNTIFJvb3QwIBcNMjYxMTI0MDI1' +
  'NjIxWhgPMjEyNjEwMzEwMjU2MjFaMBsxGTAXBgNVBAMMEEV4YW1wbGUgUFNTIFJvb3QwggEiMA0GCSqGSIb3DQEBAQUAA4IB' +
  'DwAwggEKAoIBAQDD+Zpp0GacZLjDcdzwYIjIdK6ElXRtgkTZG4W4MgC3Md82KMXkzJ5rR/+g9OHgmuPL9eMm0FDytr/8uVG6' +
  'MuNicZXK7SPTSqKRW4ytIjRPqwWJ2GT/j8hTHliT/0kuCCPXgfkIiOI2uLF1XLxXelO2bjiGN81TRjbdt1o0jVJENTpLbgMM' +
  '4s46OhFc0xbjqRSkLTb9cCfa8oIvhye/V9ZmAN6WSC0mpYqUWM2JBByjJP4MvD6l6HW1E0/slDxdrrU6s9vTK1WXBXRgVSry' +
  '4xK0SZ6mPrqI5QAVQgREQrZUjHyY6F7yp1Yuz9b+btPwMANcJ6qHTMlSZQURrvDeV8i7AgMBAAGjUzBRMB0GA1UdDgQWBBRH' +
  'e92x/F5lKsMl56uJ3c4bHEx7NjAfBgNVHSMEGDAWgBRHe92x/F5lKsMl56uJ3c4bHEx7NjAPBgNVHRMBAf8EBTADAQH/MEEG' +
  'CSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAIBBQCiAwIBIAOCAQEAHHbS' +
  'uMWjpOqTtyRaYgPLmS+vvQ9/9/1aox6tmY9JF4u6XCA/V6g0Tuz/gMkKkvm02PRll89uViS/fmJSKc+9NeEMKp+rvgkZRjRX' +
  'T8W8FfCyNJg4i6Nxfy4QdN0wpOHv+9W2Nu9Ox7SL6M+cyNtAlvCRRZkUXdOWl+QUM8j7m7hhqHg0VkDOHCrpHW90hyqRsAM6' +
  'paatlmou76d2HzG4WKl/E3IJb7hHz13I9kHe2qHfOYLefvcf083bT+LZ3DW4rYmWgx47ZlM9hw2kF3hi3vgaDGhJLuq30G9a' +
  '+Xeykbx+UcQLatE5EB93/DIsZubu07AbKbwF8pB6aPp2Z3dmzg==';

// A CA with 2048 bits RSA, signed with RSA-PSS and its default hash SHA-1.
const pssSha1 =
  'MIIDMTCCAhOgAwIBAgIUcXEz7mVvsTqQ25XlJ12BdbEs8BwwEwYJKoZIhvcNAQEKMAaiBAICAOowITEfMB0GA1UEAwwWRXhh' +
  'bXBsZSBQU1MgU0hBLTEgUm9vdDAgFw0yNjExMjQwMjU2MjFaGA8yMTI2MTAzMTAyNTYyMVowITEfMB0GA1UEAwwWRXhhbXBs' +
  'ZSBQU1MgU0hBLTEgUm9vdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAMP5mmnQZpxkuMNx3PBgiMh0roSVdG2C' +
  'RNkbhbgyALcx3zYoxeTMnmtH/6D04eCa48v14ybQUPK2v/y5Uboy42JxlcrtI9NKopFbjK0iNE+rBYnYZP+PyFMeWJP/SS4I' +
  'I9eB+QiI4ja4sXVcvFd6U7ZuOIY3zVNGNt23WjSNUkQ1OktuAwzizjo6EVzTFuOpFKQtNv1wJ9rygi+HJ79X1mYA3pZILSal' +
  'ipRYzYkEHKMk/gy8PqXodbUTT+yUPF2utTqz29MrVZcFdGBVKvLjErRJnqY+uojlABVCBERCtlSMfJjoXvKnVi7P1v5u0/Aw' +
  'A1wnqodMyVJlBRGu8N5XyLsCAwEAAaNTMFEwHQYDVR0OBBYEFEd73bH8XmUqwyXnq4ndzhscTHs2MB8GA1UdIwQYMBaAFEd7' +
  '3bH8XmUqwyXnq4ndzhscTHs2MA8GA1UdEwEB/wQFMAMBAf8wEwYJKoZIhvcNAQEKMAaiBAICAOoDggEBAHjtXFG1Z1+JLcV2' +
  'WZMxONC6UaiI0xj1k0kVfrfARFlIKbYpB4onnmJetWup+4rF+ceKnTpCdx1/5Zg5GHWKadM8e6M6NJsvkyB8PUAntRQd3fXb' +
  '/N7ryGVQNH889rLK//cMEHx5dYwAXk7G3aZr1u+23rDAK44iJ8m1gIvpAgAAxa1mU6jzSX72kiASo870YPWZ5ynA3BvpozW9' +
  'vbot6V/+M635VXgDNs6opi18CoI9jnHjqigtZZB368ijtj4VKAIgIZB9SoLP4Se0vd6lmkjviWJLfbBQ4IOCpxyRCK08CLv8' +
  'BGblO4DxggVg/J53QPXUSUn13RaHCvljbuRMvnA=';

// A certificate of a device on the curve P-256, not a CA.
const leaf =
  'MIIBvzCCAWagAwIBAgIUc66kltIV5Zg3D7jYOzIJnyWOzaowCgYIKoZIzj0EAwIwNjEWMBQGA1UECgwNRXhhbXBsZSBQbGFu' +
  'dDEcMBoGA1UEAwwTZXhhbXBsZS1kZXZpY2UtMDAwMTAgFw0yNjExMjQwMjU1MjhaGA8yMTI2MTAzMTAyNTUyOFowNjEWMBQG' +
  'A1UECgwNRXhhbXBsZSBQbGFudDEcMBoGA1UEAwwTZXhhbXBsZS1kZXZpY2UtMDAwMTBZMBMGByqGSM49AgEGCCqGSM49AwEH' +
  'A0IABJEyy2gZRjJsqULQ4pi46IKy81E0cP7na0iyl19oBzPwbqMrbiw/rm3Kfe2NZQsgNyYkSGqqIRRbcTTwuxiVduKjUDBO' +
  'MB0GA1UdDgQWBBQURaCfd1UU+nrhTmzbRV2oMmrJBTAfBgNVHSMEGDAWgBQURaCfd1UU+nrhTmzbRV2oMmrJBTAMBgNVHRMB' +
  'Af8EAjAAMAoGCCqGSM49BAMCA0cAMEQCIGvX5TKmuJdH4CVm1UwoD4FRCbSEe72takjjyjQpK+cZAiA+H9s0/QmvsKSTzIG5' +
  'XdfK2Z0pjXAK1M/MT2orxe1dZw==';

const demands = { minimumRsaBits: 2048, minimumDaysLeft: 0, authority: true };
const today = new Date('2026-06-01T00:00:00Z');
const shortKey = /^has a key that is neither RSA/;
const weakHash = /^is signed with SHA-1/;
const notReadable = /^is not a readable X.509 certificate$/;
const privateKey = /^holds a private key$/;

describe('content of a certificate', () => {
  test.each([
    ['P-256 as base64 of DER', deviceRootBase64],
    ['P-256 as PEM', deviceRootPem],
    ['P-256 as PEM with Windows line ends', deviceRootPem.replaceAll('\n', '\r\n')],
    ['P-256 as PEM after comments', `subject=CN = Example\n\n${deviceRootPem}`],
    ['P-256 as base64 of PEM', Buffer.from(deviceRootPem).toString('base64')],
    ['P-256 as base64 in lines', deviceRootBase64.replaceAll(/(.{64})/g, '$1\n')],
    ['RSA 2048', gatewayRootBase64],
    ['P-384', p384],
    ['RSA-PSS with SHA-256', pss],
  ])('passes %s', (_name, content) => {
    expect(certificateFaults(content, demands, today)).toEqual([]);
  });

  test.each([
    ['SHA-1 and RSA 1024', legacyRootBase64, [shortKey, weakHash]],
    ['SHA-1', sha1, [weakHash]],
    ['MD5', md5, [weakHash]],
    ['RSA-PSS with SHA-1', pssSha1, [weakHash]],
    ['P-192', p192, [shortKey]],
    ['Ed25519', ed25519, [shortKey, weakHash]],
    ['an expired one', expiredRootBase64, [/^has expired$/]],
    ['the certificate of a device', leaf, [/^is not the certificate of a certificate authority$/]],
    ['no certificate', 'MA==', [notReadable]],
    ['an empty text', '', [notReadable]],
    ['a broken PEM block', deviceRootPem.replace('MII', 'AAA'), [notReadable]],
  ])('reports %s', (_name, content, expected) => {
    const faults = certificateFaults(content, demands, today);
    expect(faults).toEqual(expected.map((fault) => expect.stringMatching(fault)));
  });

  test('asks for a CA only where told to', () => {
    expect(certificateFaults(leaf, { ...demands, authority: false }, today)).toEqual([]);
    const properties = { properties: { certificate: leaf } };
    expect(outcomes(runRule(iotHubCertContent, [resource(iotHubCertificate, 'leaf', properties)]))).toEqual([
      'pass',
    ]);
    expect(
      outcomes(runRule(dpsCertContent, [resource(provisioningCertificate, 'leaf', properties)])),
    ).toEqual(['fail']);
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const pem = (format: 'pkcs8' | 'sec1') => ec.export({ format: 'pem', type: format }).toString();
  const locked = rsa
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'example-only' })
    .toString();

  test.each([
    ['beside the certificate', deviceRootPem + pem('pkcs8')],
    ['before it', pem('sec1') + deviceRootPem],
    ['inside base64', Buffer.from(deviceRootPem + pem('sec1')).toString('base64')],
    ['under a passphrase', deviceRootPem + locked],
    ['alone, as base64 of PKCS #8', ec.export({ format: 'der', type: 'pkcs8' }).toString('base64')],
    ['alone, as base64 of SEC 1', ec.export({ format: 'der', type: 'sec1' }).toString('base64')],
    ['alone, as base64 of PKCS #1', rsa.export({ format: 'der', type: 'pkcs1' }).toString('base64')],
  ])('reports a private key %s', (_name, content) => {
    expect(certificateFaults(content, demands, today)).toEqual([expect.stringMatching(privateKey)]);
  });
});

describe('time left of a certificate', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const judge = (day: string, minimumDaysLeft?: number) => {
    vi.setSystemTime(new Date(day));
    const properties = { properties: { certificate: expiredRootBase64 } };
    const options = minimumDaysLeft === undefined ? {} : { minimumDaysLeft };
    return runRule(iotHubCertContent, [resource(iotHubCertificate, 'root', properties)], { options })[0];
  };

  test.each([
    ['2019-12-31T00:00:00Z', undefined, 'pass'],
    ['2020-01-02T00:00:00Z', undefined, 'fail'],
    ['2019-12-01T00:00:00Z', 30, 'pass'],
    ['2019-12-10T00:00:00Z', 30, 'fail'],
  ])('on %s with %s days asked for: %s', (day, minimumDaysLeft, outcome) => {
    expect(judge(day, minimumDaysLeft)?.outcome).toBe(outcome);
  });

  test('tells how many days were asked for', () => {
    expect(judge('2019-12-10T00:00:00Z', 30)?.message).toContain('expires in less than 30 days');
  });
});

test('a message never quotes the certificate, and the option raises the RSA floor', () => {
  const properties = { properties: { certificate: gatewayRootBase64 } };
  const options = { minimumRsaBits: 3072 };
  const [finding] = runRule(iotHubCertContent, [resource(iotHubCertificate, 'root', properties)], {
    options,
  });
  expect(finding?.outcome).toBe('fail');
  expect(finding?.message).toContain('RSA of at least 3072 bits');
  expect(finding?.message).not.toContain(gatewayRootBase64.slice(0, 20));
});

test.each<[string, { readonly [key: string]: Value }, readonly string[]]>([
  ['nothing, because an authority resource stands there', { certificateAuthorityResourceId: '/x' }, ['pass']],
  ['something other than text', { certificate: { path: 'root.cer' } }, ['fail']],
])('a certificate resource that holds %s', (_name, content, expected) => {
  const root = resource(iotHubCertificate, 'root', { properties: content });
  expect(outcomes(runRule(iotHubCertContent, [root]))).toEqual(expected);
});

test('older API versions take the content beside `properties`', () => {
  const root = resource(provisioningCertificate, 'root', { certificate: legacyRootBase64 });
  expect(runRule(dpsCertContent, [root]).map(({ outcome, property }) => [outcome, property])).toEqual([
    ['fail', 'certificate'],
  ]);
});
