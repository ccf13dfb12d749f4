import type { Properties, Value } from '../resources/value';
import { certificateFaults } from './certificate';
import type { CheckRule, Example, RuleFacts, Verdict } from './rule';
import {
  deviceRootBase64,
  deviceRootPem,
  expiredRootBase64,
  gatewayRootPem,
  legacyRootBase64,
  legacyRootPem,
} from './sample-certificates';

/** What a rule on the content of certificates says beyond what all of them share. */
export type CertificateContentFacts = Pick<RuleFacts, 'id' | 'title' | 'target' | 'why' | 'links'> & {
  readonly serviceDefault: RuleFacts['serviceDefault'];
  /** Whether the certificate must be marked as a certificate authority. */
  readonly authority: boolean;
  /** Where the content stands; that of a hub or provisioning service where left out. */
  readonly content?: readonly string[];
  readonly severity?: RuleFacts['severity'];
};

// Older API versions of a hub and of a provisioning service take the content beside `properties`.
const contentOfHub = ['properties.certificate', 'certificate'];

/**
 * A rule on what stands in the certificate resource of a hub, provisioning service or broker: a sound X.509 certificate, and
 * never its private key. Nothing written passes: newer API versions let a certificate authority resource stand there.
 */
export function certificateContentRule(given: CertificateContentFacts): CheckRule {
  const { authority, content = contentOfHub, severity = 'high', ...facts } = given;
  return {
    ...facts,
    topic: 'cert-lifetime',
    class: 'identity',
    severity,
    property: content,
    options: {
      minimumRsaBits: {
        description: 'The smallest RSA key that passes, in bits.',
        type: 'integer',
        default: 2048,
        minimum: 2048,
        maximum: 16384,
      },
      minimumDaysLeft: {
        description: 'How many days the certificate must still be valid.',
        type: 'integer',
        default: 0,
        minimum: 0,
        maximum: 3650,
      },
    },
    check: (view, options) => {
      const demands = {
        minimumRsaBits: Number(options.minimumRsaBits),
        minimumDaysLeft: Number(options.minimumDaysLeft),
        authority,
      };
      return content.flatMap(view.all).map((reading): Verdict => {
        const property = reading.path;
        if (reading.state === 'unknown') return { outcome: 'unknown', property };
        const faults = reading.state === 'known' ? faultsIn(reading.value, demands) : [];
        if (faults.length === 0) return { outcome: 'pass', property };
        const message = `\`${property}\` must hold a sound certificate and nothing else, but it ${faults.join(', it ')}.`;
        return { outcome: 'fail', property, message };
      });
    },
    fix: {
      say: 'Write only the certificate of the CA (PEM text or base64 of the `.cer` file): RSA of 2048 bits or more, or P-256, signed with SHA-256, not expired. A private key that was written here is burnt: revoke it and issue anew.',
      replaces: false,
    },
    examples: examplesAt(content[0] ?? ''),
  };
}

function faultsIn(value: Value, demands: Parameters<typeof certificateFaults>[1]): readonly string[] {
  return typeof value === 'string'
    ? certificateFaults(value, demands, new Date())
    : ['is not the text of a certificate'];
}

const fakeKey = '-----BEGIN EC PRIVATE KEY-----\nexample-only\n-----END EC PRIVATE KEY-----\n';
const base64 = (text: string) => Buffer.from(text).toString('base64');

function examplesAt(path: string): RuleFacts['examples'] {
  const holding = (text: Value): Example => ({
    properties: path.split('.').reduceRight<Value>((inner, name) => ({ [name]: inner }), text) as Properties,
  });
  const at = [path];
  return {
    good: [holding(deviceRootPem), holding(deviceRootBase64), holding(base64(gatewayRootPem))],
    bad: [
      { ...holding(deviceRootPem + fakeKey), at },
      { ...holding(base64(deviceRootPem + fakeKey)), at },
      { ...holding(legacyRootBase64), at },
      { ...holding(deviceRootPem + legacyRootPem), at },
      { ...holding(expiredRootBase64), at },
      { ...holding('example-only'), at },
    ],
  };
}
