import { iotHubCertificate } from '../resources/types';
import { certificateContentRule } from '../rule/certificate-rules';
import { isTrue } from '../rule/conditions';
import { defineRule } from '../rule/rule';

const api = 'https://learn.microsoft.com/azure/templates/microsoft.devices/2023-06-30/iothubs/certificates';
const x509 = 'https://learn.microsoft.com/azure/iot-hub/iot-hub-x509ca-overview';

export const iotHubCertVerified = defineRule({
  id: 'iothub-ca-cert-verified',
  title: 'CA certificates of IoT Hub are declared as verified',
  topic: 'cert-lifetime',
  class: 'identity',
  severity: 'high',
  target: iotHubCertificate,
  property: 'properties.isVerified',
  pass: isTrue,
  whenAbsent: 'fail',
  printable: true,
  why: 'No device can sign in under a CA that is not verified. On the day the line starts somebody then verifies it by hand, where no review sees whose CA it is.',
  fix: {
    say: 'Set `properties.isVerified` to `true` for a CA whose private key your organisation holds. This skips the proof of possession, so keep a record of who checked it. API versions before 2021-07-01-preview cannot set it.',
    replaces: false,
  },
  serviceDefault: { is: 'the certificate stays unverified until proof of possession', source: x509 },
  links: [api, x509],
  examples: {
    good: [
      { properties: { properties: { isVerified: true } } },
      { properties: { properties: { isVerified: 'True' } } },
    ],
    bad: [
      { properties: { properties: { isVerified: false } }, at: ['properties.isVerified'] },
      { properties: { properties: {} }, at: ['properties.isVerified'] },
    ],
  },
});

export const iotHubCertContent = defineRule(
  certificateContentRule({
    id: 'iothub-ca-cert-no-private-key',
    title: 'CA certificates of IoT Hub are sound and come without their private key',
    target: iotHubCertificate,
    why: 'Whoever reads the private key of the CA in the state or in a build log can make identities for as many devices as they like. A weak or expired certificate is forged, or stops every device at once.',
    authority: false,
    serviceDefault: { is: 'no certificate is trusted', source: x509 },
    links: [api, x509],
  }),
);
