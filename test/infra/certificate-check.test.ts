import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkedCertificate } from '../../infra/certificate-check';
import {
  deviceRootBase64,
  deviceRootPem,
  expiredRootBase64,
  gatewayRootPem,
  legacyRootPem,
} from '../../policies/src/rule/sample-certificates';

const check = (content: string | Buffer, demands = {}, now?: Date) =>
  checkedCertificate(Buffer.from(content as string), demands, now);
const der = (base64: string) => Buffer.from(base64, 'base64');
const pem = (kind: string, lines: string) => `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`;

describe('a certificate of an authority', () => {
  it.each([
    ['as PEM', deviceRootPem],
    ['as PEM between other text', `Subject: somebody\n${deviceRootPem}\n`],
    ['with an RSA key', gatewayRootPem],
  ])('is taken %s, and nothing but it', (_how, content) => {
    const { pem: text, expires } = check(content);
    expect(text.startsWith('-----BEGIN CERTIFICATE-----')).toBe(true);
    expect(expires.getUTCFullYear()).toBe(2126);
  });

  it('is taken as DER', () => {
    expect(checkedCertificate(der(deviceRootBase64)).pem).toBe(new X509Certificate(deviceRootPem).toString());
  });

  it.each([
    ['a private key beside it', deviceRootPem + pem('EC PRIVATE KEY', 'AAAA'), /holds a private key/],
    ['an encrypted private key', pem('ENCRYPTED PRIVATE KEY', 'AAAA'), /holds a private key/],
    ['several authorities', deviceRootPem + gatewayRootPem, /several certificates/],
    ['anything else', 'hello', /no X.509 certificate/],
    ['an empty file', '', /no X.509 certificate/],
    ['a weak key or signature', legacyRootPem, /RSA of 2048 bits|SHA-256/],
  ])('is refused with %s', (_what, content, why) => {
    expect(() => check(content)).toThrow(why);
  });

  it('is refused when it has expired, is about to, or is not valid yet', () => {
    expect(() => checkedCertificate(der(expiredRootBase64))).toThrow(/has expired/);
    expect(() => check(deviceRootPem, {}, new Date('2126-10-15'))).toThrow(/expires within 30 days/);
    expect(() => check(deviceRootPem, { minimumDaysLeft: 5 }, new Date('2126-10-15'))).not.toThrow();
    expect(() => check(deviceRootPem, {}, new Date('2020-01-01'))).toThrow(/not valid yet/);
  });

  it('is refused when its key is smaller than asked for', () => {
    expect(() => check(gatewayRootPem, { minimumRsaBits: 4096 })).toThrow(/RSA of 4096 bits/);
  });

  it('is never quoted', () => {
    const secret = pem('EC PRIVATE KEY', 'c2VjcmV0');
    expect(() => check(secret)).toThrow(expect.not.objectContaining({ message: /c2VjcmV0/ }));
  });
});
