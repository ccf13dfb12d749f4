import { describe, expect, it } from 'vitest';
import { previewed, previewedStacks } from './previewed';

// A URN that changes is a resource that an update deletes and creates again, with the data in it. New lines are fine;
// a line that goes needs an alias in the program, or a major version and a note in the changelog. To write new lines:
// `npx vitest run test/infra/urns.test.ts -u`.
describe.each(previewedStacks)('the URNs of stack %s', (stack) => {
  it('are those that are written down', async () => {
    const { resources } = await previewed(stack);
    const urns = resources.map(({ urn }) => urn.replace(`urn:pulumi:${stack}::iiot-guard::`, '')).sort();
    expect(new Set(urns).size).toBe(urns.length);
    await expect(`${urns.join('\n')}\n`).toMatchFileSnapshot(`urns/${stack}.txt`);
  });

  it('all belong to the platform', async () => {
    const { resources } = await previewed(stack);
    const outside = resources.filter(
      ({ urn, token }) => !urn.includes('iiot-guard:infra:SecureIotPlatform') && !token.startsWith('pulumi:'),
    );
    expect(outside.map(({ urn }) => urn)).toEqual([]);
  });
});
