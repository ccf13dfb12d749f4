import * as storage from '@pulumi/azure-native/storage';
import type * as inputs from '@pulumi/azure-native/types/input';
import * as web from '@pulumi/azure-native/web';
import * as pulumi from '@pulumi/pulumi';
import { asWritten } from './as-written';
import type { Placement, ResourceId } from './placement';

export interface IngestAppArgs extends Placement {
  /** Physical name, 2 to 60 letters, digits and hyphens, unique in Azure. Default: chosen by Pulumi. */
  readonly appName?: string | undefined;
  /** Subnet for its connections, delegated to `Microsoft.App/environments`. */
  readonly subnetId: ResourceId;
  /** Identity it runs under, for everything it does. */
  readonly identity: {
    /** Its id; must have all its roles already, as a `ServiceIdentity`'s id implies. */
    readonly identityId: ResourceId;
    readonly clientId: pulumi.Input<string>;
  };
  /** Storage account of its own, in which the runtime keeps locks, checkpoints and the program. */
  readonly storage: {
    readonly accountName: pulumi.Input<string>;
    /** Host of its blob service. */
    readonly blobHost: pulumi.Input<string>;
  };
  /** Settings of the program. They are addresses and names; there is no secret among them. */
  readonly settings: Readonly<Record<string, pulumi.Input<string>>>;
  /** Most instances at a time: a ceiling for costs, and for load on the database. Default: 40. */
  readonly maximumInstances?: number | undefined;
}

/** Container of the app's storage account that holds the program. */
export const packagesContainer = 'app-packages';

/**
 * A Functions app (Flex Consumption) that takes messages from an event stream and writes them to a database. It has an
 * identity instead of keys for all of it: event hubs, database, its own storage and the place its program is loaded from.
 * It is reached through a private endpoint, reaches everything through the virtual network, and takes neither FTP nor
 * passwords for deployment.
 *
 * The program is not part of it: `func azure functionapp publish` or a pipeline inside the network deploys it. What it
 * cannot process belongs into the container that the setting `DEAD_LETTERS` names.
 *
 * Microsoft.Web, API 2025-05-01: public access, FTP and passwords for deployment are on unless written;
 * learn.microsoft.com/azure/azure-functions/flex-consumption-plan
 */
export class IngestApp extends pulumi.ComponentResource {
  readonly appId: pulumi.Output<string>;
  readonly appName: pulumi.Output<string>;

  constructor(name: string, args: IngestAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:IngestApp', name, {}, opts);
    const { resourceGroupName, location, tags, identity } = args;
    const packages = new storage.BlobContainer(
      `${name}-${packagesContainer}`,
      {
        resourceGroupName,
        accountName: args.storage.accountName,
        containerName: packagesContainer,
        publicAccess: 'None',
      },
      { parent: this },
    );
    new storage.ManagementPolicy(
      name,
      {
        resourceGroupName,
        accountName: args.storage.accountName,
        managementPolicyName: 'default',
        policy: { rules: [oldBlobs] },
      },
      { parent: this, dependsOn: packages },
    );
    const plan = new web.AppServicePlan(
      name,
      {
        resourceGroupName,
        location,
        tags,
        kind: 'functionapp',
        // A plan for Linux is one that is reserved.
        reserved: true,
        sku: { name: 'FC1', tier: 'FlexConsumption' },
        zoneRedundant: true,
      },
      { parent: this },
    );
    const siteConfig: inputs.web.SiteConfigArgs = {
      minTlsVersion: '1.2',
      scmMinTlsVersion: '1.2',
      ftpsState: 'Disabled',
      http20Enabled: true,
      remoteDebuggingEnabled: false,
      vnetRouteAllEnabled: true,
      ipSecurityRestrictionsDefaultAction: 'Deny',
      scmIpSecurityRestrictionsDefaultAction: 'Deny',
      appSettings: nameValuePairs({
        AzureWebJobsStorage__accountName: args.storage.accountName,
        AzureWebJobsStorage__credential: 'managedidentity',
        AzureWebJobsStorage__clientId: identity.clientId,
        // What the Azure SDKs ask for when several identities might be meant.
        AZURE_CLIENT_ID: identity.clientId,
        ...args.settings,
      }),
    };
    const app = new web.WebApp(
      name,
      {
        resourceGroupName,
        location,
        tags,
        name: args.appName,
        kind: 'functionapp,linux',
        serverFarmId: plan.id,
        identity: { type: 'UserAssigned', userAssignedIdentities: [identity.identityId] },
        keyVaultReferenceIdentity: identity.identityId,
        httpsOnly: true,
        endToEndEncryptionEnabled: true,
        publicNetworkAccess: 'Disabled',
        virtualNetworkSubnetId: args.subnetId,
        outboundVnetRouting: { allTraffic: true },
        // It answers no calls but those of the runtime; whoever calls it all the same has to show a certificate.
        clientCertEnabled: true,
        clientCertMode: 'Required',
        sshEnabled: false,
        functionAppConfig: {
          deployment: {
            storage: {
              type: 'blobContainer',
              value: pulumi.interpolate`https://${args.storage.blobHost}/${packages.name}`,
              authentication: {
                type: 'UserAssignedIdentity',
                userAssignedIdentityResourceId: identity.identityId,
              },
            },
          },
          runtime: { name: 'node', version: '22' },
          scaleAndConcurrency: { maximumInstanceCount: args.maximumInstances ?? 40, instanceMemoryMB: 2048 },
        },
        siteConfig,
      },
      { parent: this, ...asWritten({ siteConfig }) },
    );
    const inApp = { resourceGroupName, name: app.name, allow: false };
    new web.WebAppFtpAllowed(name, inApp, { parent: this });
    new web.WebAppScmAllowed(name, inApp, { parent: this });
    this.appId = app.id;
    this.appName = app.name;
    this.registerOutputs({ appName: this.appName });
  }
}

/** The runtime writes the same blobs again and again, and the account keeps what was there: not for ever. */
const oldBlobs: inputs.storage.ManagementPolicyRuleArgs = {
  name: 'old-blobs',
  enabled: true,
  type: 'Lifecycle',
  definition: {
    filters: { blobTypes: ['blockBlob'] },
    actions: {
      baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } },
      version: { delete: { daysAfterCreationGreaterThan: 30 } },
    },
  },
};

const nameValuePairs = (settings: Readonly<Record<string, pulumi.Input<string>>>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));
