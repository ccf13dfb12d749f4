import { expect, it } from 'vitest';
import { readSettings } from '../../infra/config';
import { buildPlatform } from '../../infra/platform';
import { run } from './register';

it('x', async () => {
  const r = await run(() => buildPlatform('dev', readSettings()), { config: { 'iiot-guard:region': 'westeurope' } });
  console.log(r.resources.map((x) => `${x.type} ${x.name} ${x.protect}`).join('\n'));
  console.log(r.only('iothub:IotHubResource').dependencies);
  expect(1).toBe(1);
});
it('y', async () => {
  const r = await run(() => buildPlatform('dev', readSettings()), { config: { 'iiot-guard:region': 'westeurope' }, nothingKnown: true });
  console.log(r.resources.length);
});
