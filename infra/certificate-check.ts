import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What is asked of the certificate of a certificate authority before any device is trusted for it. */
export interface CertificateDemands {
  /** Smallest RSA key, in bits. Default: 2048, what the roots of today's device makers have. */
  readonly minimumRsaBits?: number | undefined;
  /** Days the certificate must still be valid. Default: 30, time enough to roll it. */
  readonly minimumDaysLeft?: number | undefined;
}

/** A certificate that was read and found sound. */
export interface CheckedCertificate {
  /** Its text, written anew: nothing that stood beside it in the file comes along. */
  readonly pem: string;
  readonly expires: Date;
}

const dayInMilliseconds = 86_400_000;
const strongCurves: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Reads the certificate of a certificate authority, as PEM text or as the bytes of a `.cer` file. Throws an error that
 * names everything wrong with it and never quotes it: it may hold a private key.
 */
export function checkedCertificate(
  content: Buffer,
  demands: CertificateDemands = {},
  now = new Date(),
): CheckedCertificate {
  const text = content.toString('latin1');
  // Before anything else, so that the one thing that must not happen is told alone.
  if (/PRIVATE KEY/.test(text) || isPrivateKey(content)) {
    throw new Error(
      'it holds a private key, which is burnt now: revoke it, issue anew and give the certificate only',
    );
  }
  if (text.split('-----BEGIN CERTIFICATE-----').length > 2) {
    throw new Error('it holds several certificates: name one authority for each');
  }
  const certificate = parse(content);
  if (!certificate) throw new Error('it is no X.509 certificate, neither as PEM nor as DER');
  const faults = faultsOf(certificate, demands, now);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return { pem: certificate.toString(), expires: new Date(certificate.validTo) };
}

function parse(content: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(content);
  } catch {
    return undefined;
  }
}

/** Whether the bytes are a private key without the text around it that would tell. */
function isPrivateKey(key: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      return createPrivateKey({ key, format: 'der', type }).type === 'private';
    } catch {
      return false;
    }
  });
}

function faultsOf(
  certificate: X509Certificate,
  { minimumRsaBits = 2048, minimumDaysLeft = 30 }: CertificateDemands,
  now: Date,
): readonly string[] {
  const daysLeft = (Date.parse(certificate.validTo) - now.getTime()) / dayInMilliseconds;
  const checks: readonly (readonly [boolean, string])[] = [
    [certificate.ca, 'it is not marked as a certificate authority'],
    [
      isStrong(certificate, minimumRsaBits),
      `its key is neither RSA of ${minimumRsaBits} bits or more nor on P-256, P-384 or P-521`,
    ],
    [isSignedWithSha2(certificate), 'it is not signed with SHA-256 or better'],
    [Date.parse(certificate.validFrom) <= now.getTime(), 'it is not valid yet'],
    [
      daysLeft >= minimumDaysLeft,
      daysLeft < 0 ? 'it has expired' : `it expires within ${minimumDaysLeft} days`,
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}

function isStrong(certificate: X509Certificate, minimumRsaBits: number): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'ec') return strongCurves.includes(details?.namedCurve);
  return type === 'rsa' && Number(details?.modulusLength) >= minimumRsaBits;
}

// The DER bytes of the object identifiers of ECDSA with SHA-256, -384, -512 and of RSA with the same; Node tells the
// algorithm of the signature in words only from version 24 on.
const sha2Signatures = [
  '06082a8648ce3d040302',
  '06082a8648ce3d040303',
  '06082a8648ce3d040304',
  '06092a864886f70d01010b',
  '06092a864886f70d01010c',
  '06092a864886f70d01010d',
];

/** The algorithm stands twice: inside of what is signed, and beside the signature. */
const isSignedWithSha2 = ({ raw }: X509Certificate): boolean => {
  const hex = raw.toString('hex');
  return sha2Signatures.some((algorithm) => hex.split(algorithm).length > 2);
};
