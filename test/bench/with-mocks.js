// Runs our platform with the SDK's own mocks, as a unit test of its would: `node test/bench/with-mocks.js STACK`. What this
// takes is what the program itself takes, without an engine; the benchmark compares the offline preview with it.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const pulumi = require('@pulumi/pulumi');
const { parse } = require('yaml');

const root = join(__dirname, '..', '..');
const stack = process.argv[2];

require('ts-node').register({ transpileOnly: true, project: join(root, 'infra/tsconfig.json') });

async function main() {
  const { config } = parse(readFileSync(join(root, `stacks/Pulumi.${stack}.yaml`), 'utf8'));
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `/mock/${name}`, state: { ...inputs, name } }),
      call: () => ({ tenantId: 'tenant', subscriptionId: 'subscription' }),
    },
    'iiot-guard',
    stack,
    true,
  );
  pulumi.runtime.setAllConfig(Object.fromEntries(texts));
  require('../../infra/index.ts');
  await pulumi.runtime.disconnect();
}

void main();
