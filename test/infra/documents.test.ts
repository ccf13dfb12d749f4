import { beforeAll, describe, expect, it } from 'vitest';
import { accessTable, rightsIn } from '../../generate/access';
import { linksTable } from '../../generate/links';
import { serviceOf } from '../../generate/services';
import { Stack, typeOf } from '../../generate/stack';
import { keysTable, stores, storesTable } from '../../generate/stores';

const rows = (table: string): readonly (readonly string[])[] =>
  table
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));

// That the documents in the repository are these is what the generators' step of CI tells.
describe.each(['prod', 'every-option'])('the documents about stack %s', (name) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.preview(name);
  });

  it('name every right that the program gives, and whom', () => {
    const rights = rightsIn(stack);
    expect(rights.length).toBeGreaterThan(5);
    expect(rights.filter(({ on }) => on === undefined)).toEqual([]);
    expect(rights.map(({ role }) => role).filter((role) => /^role |undefined/.test(role))).toEqual([]);
    expect(accessTable(stack)).toContain(
      '| identity `iiot-archiver` | IoT hub `iiot-hub` | Storage Blob Data Contributor |',
    );
  });

  it('name every store that has a private endpoint', () => {
    const targets = stack
      .all('network:PrivateEndpoint')
      .flatMap((endpoint) => stack.named(endpoint, 'privateLinkServiceConnections') ?? []);
    expect(targets.length).toBeGreaterThan(4);
    // An app keeps nothing itself; its storage does.
    for (const target of targets.filter((one) => typeOf(one) !== 'web:WebApp')) {
      expect(Object.keys(stores)).toContain(typeOf(serviceOf(stack, target)));
      expect(storesTable(stack)).toContain(`\`${target.name}\``);
    }
  });

  it('show no link below TLS 1.2, and none over the internet but those of the allow list', () => {
    for (const [from, to, protocol, , tls, , way] of rows(linksTable(stack))) {
      if (protocol === 'mail (SMTP)') continue;
      expect([from, to, tls]).toEqual([from, to, expect.stringMatching(/^1\.[23]/)]);
      const open = name === 'prod' ? /internet/ : /internet(?!, \d+ allowed range)/;
      expect([from, to, way]).toEqual([from, to, expect.not.stringMatching(open)]);
    }
  });

  it('tell for each key what it is for and when it changes', () => {
    for (const [key, , kind, use, rotation] of rows(keysTable(stack))) {
      expect([key, kind, use, rotation]).toEqual([
        key,
        expect.stringContaining('never exported'),
        expect.not.stringContaining('nothing yet'),
        expect.stringMatching(/^by itself, \d+ days/),
      ]);
    }
  });
});
