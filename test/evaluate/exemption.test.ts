import { describe, expect, test } from 'vitest';
import { evaluate } from '../../policies/src/evaluate/evaluate';
import { covers, isExpired } from '../../policies/src/evaluate/exemption';
import { iotHub } from '../../policies/src/resources/types';
import { catalogue } from '../../policies/src/rules/catalogue';
import { resource } from '../../policies/src/testing';

const hub = {
  ...resource(iotHub, 'plant-hub', {}),
  urn: 'urn:pulumi:prod::plant::azure-native:devices/v20230630:IotHubResource::plant-hub',
};
const base = { reason: 'r', owner: 'o', expires: '2026-06-01' };

describe('covers', () => {
  test.each([
    ['its name', 'plant-hub', true],
    ['its URN', hub.urn, true],
    ['a glob for its name', 'plant-*', true],
    ['a glob for its URN, across slashes and colons', 'urn:pulumi:prod::*::plant-hub', true],
    ['everything', '*', true],
    ['another name', 'other-hub', false],
    ['only a part of its name', 'plant', false],
    ['a name in other letter case', 'Plant-Hub', false],
    ['a name whose letters are signs of globs', 'hub[1]*', false],
    ['an exclamation mark as a letter, not as everything else', '!other', false],
  ])('is asked about %s', (_what, pattern, expected) => {
    expect(covers({ ...base, resource: pattern }, hub, 'a')).toBe(expected);
  });

  test.each([
    ['name', { name: 'hub[1]' }],
    ['URN', { urn: 'hub[1]' }],
  ])('is asked about the very %s, though it reads like a glob', (_what, own) => {
    expect(covers({ ...base, resource: 'hub[1]' }, { ...hub, ...own }, 'a')).toBe(true);
  });

  test.each([
    [undefined, 'a[3].b', true],
    ['a[].b', 'a[10].b', true],
    ['a[3].b', 'a[3].b', true],
    ['a[].b', 'a[3].b', true],
    ['a[2].b', 'a[3].b', false],
    ['a', 'a[3].b', false],
  ])('with property %s is asked about %s', (property, path, expected) => {
    expect(covers({ ...base, resource: '*', property }, hub, path)).toBe(expected);
  });
});

describe('isExpired', () => {
  test.each([
    ['2026-06-01', '2026-06-01T23:59:59Z', false],
    ['2026-06-01', '2026-06-01T23:59:59.999Z', false],
    ['2026-06-01', '2026-06-02T00:00:00Z', true],
    ['not a day', '2026-06-01T00:00:00Z', true],
  ])('says of %s at %s: %s', (expires, now, expected) => {
    expect(isExpired({ ...base, resource: '*', expires }, new Date(now))).toBe(expected);
  });
});

describe('evaluate', () => {
  const rule = catalogue.find((one) => one.id === 'iothub-min-tls-1-2');
  if (!rule) throw new Error('the rule is gone');
  const now = new Date('2026-05-01T00:00:00Z');
  const run = (exemptions: readonly object[], exemptible?: false) =>
    evaluate(
      [{ ...rule, ...(exemptible === undefined ? {} : { exemptible }) }],
      [hub],
      () => ({ level: 'mandatory', options: {}, exemptions: exemptions as never }),
      { now },
    );

  test('shows an exempt finding with its reason, owner and expiry', () => {
    const [finding] = run([{ ...base, resource: 'plant-hub' }]).findings;
    expect(finding).toMatchObject({ outcome: 'exempt', exemption: base });
  });

  test('brings the finding back when the exemption is over, and says so', () => {
    const [finding] = run([{ ...base, resource: 'plant-hub', expires: '2026-04-30' }]).findings;
    expect(finding?.outcome).toBe('fail');
    expect(finding?.message).toContain('expired on 2026-04-30');
  });

  test('prefers an exemption that holds to one that is over', () => {
    const over = { ...base, resource: 'plant-hub', expires: '2026-04-30' };
    expect(run([over, { ...base, resource: '*' }]).findings[0]?.outcome).toBe('exempt');
  });

  test('refuses an exemption from a rule that accepts none', () => {
    const [finding] = run([{ ...base, resource: '*' }], false).findings;
    expect(finding?.outcome).toBe('fail');
    expect(finding?.message).toContain('refused');
  });

  test('names exemptions that nothing needed', () => {
    const unneeded = { ...base, resource: 'gone' };
    expect(
      run([unneeded, { ...base, resource: 'plant-hub' }]).unusedExemptions.map((u) => u.exemption),
    ).toEqual([unneeded]);
  });
});
