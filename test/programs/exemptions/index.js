const pulumi = require('@pulumi/pulumi');
const { StorageAccount } = require('@pulumi/azure-native/storage');
const { exempt } = require('@iiot-guard/policies/exempt');

const safe = {
  resourceGroupName: 'plant',
  kind: 'StorageV2',
  sku: { name: 'Standard_ZRS' },
  enableHttpsTrafficOnly: true,
};
const exemption = {
  rule: 'storage-min-tls',
  reason: 'pumps of 1998 speak TLS 1.0 alone',
  owner: 'ot@example.com',
  expires: '2999-12-31',
};
const account = (name, opts) => new StorageAccount(name, { ...safe, minimumTlsVersion: 'TLS1_0' }, opts);

exempt(account('exempt'), exemption);
exempt(account('property'), [{ ...exemption, property: 'minimumTlsVersion', ticket: 'OT-1' }]);
exempt(account('elsewhere'), { ...exemption, property: 'supportsHttpsTrafficOnly' });
exempt(account('expired'), { ...exemption, expires: '2020-01-31' });
exempt(account('typo'), { ...exemption, rule: 'storage-min-tsl' });
account('fault');

// The same name twice, under parents of two types, of which one is exempt.
for (const name of ['north', 'south']) {
  const parent = new pulumi.ComponentResource(`test:index:${name}`, name);
  const twin = account('twin', { parent });
  if (name === 'north') exempt(twin, exemption);
}
// An input that is known only after deployment does not delay the exemption.
const first = account('first');
exempt(
  new StorageAccount('late', { ...safe, minimumTlsVersion: 'TLS1_0', location: first.location }),
  exemption,
);
