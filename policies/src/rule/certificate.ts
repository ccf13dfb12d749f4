import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What a certificate authority's certificate must satisfy. */
export interface CertificateDemands {
  readonly minimumRsaBits: number;
  readonly minimumDaysLeft: number;
  /** Whether it must be marked as a certificate authority. */
  readonly authority: boolean;
}

/**
 * What is wrong with the content of a certificate resource, each as the end of a sentence that begins with "it"; empty
 * when nothing is. Takes what Azure takes: PEM text, base64 of PEM text, and base64 of DER bytes (a `.cer` file). With
 * several certificates in one text, each must hold. The sentences never quote the content. Never throws.
 */
export function certificateFaults(
  content: string,
  demands: CertificateDemands,
  now: Date,
): readonly string[] {
  const bytes = Buffer.from(content, 'base64');
  const text = content.includes('-----BEGIN') ? content : bytes.toString('latin1');
  if (/BEGIN [A-Z0-9 ]*PRIVATE KEY/i.test(text) || isPrivateKey(bytes)) return ['holds a private key'];
  const blocks = text.match(/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----[^-]+-----END [A-Z0-9 ]*CERTIFICATE-----/g);
  const certificates = (blocks ?? [bytes]).map(parse);
  const faults = certificates.flatMap((certificate) =>
    certificate ? faultsOf(certificate, demands, now) : ['is not a readable X.509 certificate'],
  );
  return [...new Set(faults)];
}

function parse(source: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(source);
  } catch {
    return undefined;
  }
}

/** Whether the bytes are a private key without the text around it that would tell. */
function isPrivateKey(bytes: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      return createPrivateKey({ key: bytes, format: 'der', type }).type === 'private';
    } catch {
      return false;
    }
  });
}

const day = 24 * 60 * 60 * 1000;

function faultsOf(certificate: X509Certificate, demands: CertificateDemands, now: Date): readonly string[] {
  const left = (Date.parse(certificate.validTo) - now.getTime()) / day;
  const faults = [
    isStrongKey(certificate, demands.minimumRsaBits)
      ? undefined
      : `has a key that is neither RSA of at least ${demands.minimumRsaBits} bits nor on the curve P-256, P-384 or P-521`,
    isSignedWithSha2(certificate.raw) ? undefined : 'is signed with SHA-1, MD5 or another hash below SHA-2',
    left < 0 ? 'has expired' : undefined,
    left >= 0 && left < demands.minimumDaysLeft
      ? `expires in less than ${demands.minimumDaysLeft} days`
      : undefined,
    demands.authority && !certificate.ca ? 'is not the certificate of a certificate authority' : undefined,
  ];
  return faults.filter((fault) => fault !== undefined);
}

const curves: readonly (string | undefined)[] = ['prime256v1', 'secp384r1', 'secp521r1'];

function isStrongKey(certificate: X509Certificate, minimumRsaBits: number): boolean {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    if (type === 'ec') return curves.includes(details?.namedCurve);
    return (type === 'rsa' || type === 'rsa-pss') && Number(details?.modulusLength) >= minimumRsaBits;
  } catch {
    return false; // A kind of key that OpenSSL does not know.
  }
}

// DER object identifiers of the signature algorithms with SHA-2: RSA, ECDSA, and the hash that RSA-PSS names.
const sha2 = /2a864886f70d01010[bcde]|2a8648ce3d04030[1234]|60864801650304020[1234]/;

/** Reads the algorithm that stands between the signed part and the signature. Node 20 does not tell it. */
function isSignedWithSha2(der: Buffer): boolean {
  try {
    const signed = elementAt(der, elementAt(der, 0).start);
    const algorithm = elementAt(der, signed.end);
    return sha2.test(der.subarray(algorithm.start, algorithm.end).toString('hex'));
  } catch {
    return false; // Not the plain DER that a certificate has to be.
  }
}

/** Where the content of the DER element at `at` starts and ends. */
function elementAt(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(at + 1);
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const lengthBytes = first & 0x7f;
  const start = at + 2 + lengthBytes;
  return { start, end: start + der.readUIntBE(at + 2, lengthBytes) };
}
