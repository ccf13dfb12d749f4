import * as authorization from '@pulumi/azure-native/authorization';
import * as security from '@pulumi/azure-native/security';
import * as pulumi from '@pulumi/pulumi';

export interface DefenderPlansArgs {
  /** Subscription to protect. Default: that of the login that deploys. */
  readonly subscriptionId?: pulumi.Input<string> | undefined;
  /** Plans to switch on. Default: those for what the platform is made of. */
  readonly plans?: readonly DefenderPlan[] | undefined;
}

/** Plans of Microsoft Defender for Cloud that fit the platform's services. */
export type DefenderPlan = (typeof platformPlans)[number];

const platformPlans = [
  'Arm',
  'KeyVaults',
  'StorageAccounts',
  'CosmosDbs',
  'OpenSourceRelationalDatabases',
  'SqlServers',
  'AppServices',
  'Containers',
] as const;

// The first generation of the plan was billed by transaction and is closed to new subscriptions.
const subPlans: Partial<Record<DefenderPlan, string>> = { StorageAccounts: 'DefenderForStorageV2' };

/**
 * Plans of Microsoft Defender for Cloud for a whole subscription: they watch its resources, and what its administrators
 * do. They are billed by resource or by use and count for everything in the subscription, so one environment has them.
 * Taking the environment down leaves them on: what else is in the subscription is not to lose its guard by that.
 *
 * Microsoft.Security, API 2024-01-01; learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction
 */
export class DefenderPlans extends pulumi.ComponentResource {
  constructor(name: string, args: DefenderPlansArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DefenderPlans', name, {}, opts);
    const subscriptionId =
      args.subscriptionId ?? authorization.getClientConfigOutput({ parent: this }).subscriptionId;
    for (const pricingName of args.plans ?? platformPlans) {
      const subPlan = subPlans[pricingName];
      new security.Pricing(
        `${name}-${pricingName}`,
        {
          scopeId: pulumi.interpolate`subscriptions/${subscriptionId}`,
          pricingName,
          pricingTier: 'Standard',
          ...(subPlan === undefined ? {} : { subPlan }),
        },
        { parent: this, retainOnDelete: true },
      );
    }
    this.registerOutputs({});
  }
}
