import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../engine/cli';
import { type OfflineRun, offlinePreview } from '../engine/offline';
import { stacks } from './stacks';

/** What no preview can tell: ids and addresses that Azure gives out. */
const onlyDeployed = [
  'iiot-hub iothub-allowed-fqdn-list properties.allowedFqdnList[0]',
  'iiot-hub iothub-allowed-fqdn-list properties.allowedFqdnList[1]',
  'iiot-hub iothub-routing-endpoint-uri-tls properties.routing.endpoints.eventHubs[0].endpointUri',
  'iiot-hub iothub-routing-endpoint-uri-tls properties.routing.endpoints.eventHubs[1].endpointUri',
  'iiot-hub iothub-routing-endpoint-uri-tls properties.routing.endpoints.storageContainers[0].endpointUri',
  'iiot-workload cosmos-sql-role-scope roleDefinitionId',
  'iiot-workload cosmos-sql-role-scope scope',
];

/** The same of the ingest app, which stack dev does without. */
const onlyDeployedOfIngest = [
  'iiot-ingest cosmos-sql-role-scope roleDefinitionId',
  'iiot-ingest cosmos-sql-role-scope scope',
  'iiot-ingest webapp-settings-no-secrets siteConfig.appSettings[10].value',
  'iiot-ingest webapp-settings-no-secrets siteConfig.appSettings[11].value',
  'iiot-ingest webapp-settings-no-secrets siteConfig.appSettings[12].value',
  'iiot-ingest webapp-settings-no-secrets siteConfig.appSettings[3].value',
  'iiot-ingest webapp-settings-no-secrets siteConfig.appSettings[7].value',
  'iiot-ingest webapp-vnet-integration virtualNetworkSubnetId',
];

describe.each(stacks)('our platform, stack %s, under the strictest profile', (stack) => {
  let run: OfflineRun;
  beforeAll(async () => {
    run = await offlinePreview(root, stack, { profile: 'strict' });
  });

  const found = (outcome: string) =>
    run.findings
      .filter((finding) => finding.outcome === outcome)
      .map(({ resource, rule, property }) => `${resource.name} ${rule} ${property}`)
      .sort();

  it('breaks no rule beyond the exemptions in its policy file', () => {
    expect([...found('fail'), ...found('error')]).toEqual([]);
    expect(run.exitCode).toBe(0);
  });

  it('has a use for each of its exemptions', () => {
    expect(run.unusedExemptions).toEqual([]);
  });

  it('leaves to the deployment what no preview can tell', () => {
    expect(found('unknown')).toEqual(
      [...onlyDeployed, ...(stack === 'dev' ? [] : onlyDeployedOfIngest)].sort(),
    );
  });
});
