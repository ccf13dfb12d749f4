import { describe, expect, it } from 'vitest';
import { IngestApp } from '../../infra/ingest-app';
import { placement } from './placement';
import { run } from './register';

const build = () =>
  run(
    () =>
      new IngestApp('i', {
        ...placement,
        subnetId: '/subnet',
        identity: { identityId: '/identity', clientId: 'client' },
        storage: { accountName: 'store', blobHost: 'store.blob.core.windows.net' },
        settings: { TELEMETRY_HUB: 'telemetry' },
      }),
  );

describe('IngestApp', () => {
  it('is reached and reaches through the network only, over TLS 1.2', async () => {
    expect((await build()).only('web:WebApp').inputs).toMatchObject({
      httpsOnly: true,
      publicNetworkAccess: 'Disabled',
      virtualNetworkSubnetId: '/subnet',
      outboundVnetRouting: { allTraffic: true },
      clientCertMode: 'Required',
      sshEnabled: false,
      siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled' },
    });
  });

  it('has an identity for its program, its storage and its runtime, and no key', async () => {
    const { inputs } = (await build()).only('web:WebApp');
    expect(inputs.functionAppConfig.deployment.storage).toEqual({
      type: 'blobContainer',
      value: 'https://store.blob.core.windows.net/i-app-packages',
      authentication: {
        type: 'UserAssignedIdentity',
        userAssignedIdentityResourceId: '/identity',
      },
    });
    const settings = Object.fromEntries(
      inputs.siteConfig.appSettings.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(settings).toEqual({
      AzureWebJobsStorage__accountName: 'store',
      AzureWebJobsStorage__credential: 'managedidentity',
      AzureWebJobsStorage__clientId: 'client',
      AZURE_CLIENT_ID: 'client',
      TELEMETRY_HUB: 'telemetry',
    });
  });

  it('takes no passwords for deployment', async () => {
    const { only } = await build();
    expect(only('web:WebAppFtpAllowed').inputs.allow).toBe(false);
    expect(only('web:WebAppScmAllowed').inputs.allow).toBe(false);
  });

  it('runs on the plan that scales to nothing, on Linux', async () => {
    expect((await build()).only('web:AppServicePlan').inputs).toMatchObject({
      reserved: true,
      sku: { name: 'FC1', tier: 'FlexConsumption' },
    });
  });

  it('deletes what its runtime has replaced', async () => {
    const [rule] = (await build()).only('storage:ManagementPolicy').inputs.policy.rules;
    expect(rule.definition.actions.version.delete.daysAfterCreationGreaterThan).toBe(30);
    expect(rule.definition.actions.baseBlob.delete).toBeUndefined();
  });
});
