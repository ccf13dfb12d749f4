import * as consumption from '@pulumi/azure-native/consumption';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface CostBudgetArgs {
  /** Resource group or subscription whose cost is watched, by id. */
  readonly scope: ResourceId;
  /** What a month may cost, in the currency of the bill. */
  readonly amountPerMonth: number;
  /** Addresses that are told, up to 50. */
  readonly emails: readonly string[];
}

/** Shares of the amount, in percent, and whether they are spent or expected to be. */
const thresholds = [
  { threshold: 80, thresholdType: 'Actual' },
  { threshold: 100, thresholdType: 'Actual' },
  { threshold: 110, thresholdType: 'Forecasted' },
] as const;

/**
 * Tells when a month gets more expensive than planned. To security it is one more witness: stolen access is used for
 * computing, a flood of messages is billed, and both show here although they break no rule. Nothing is switched off.
 *
 * Microsoft.Consumption, API 2024-08-01: a budget starts with a month, and one that has started keeps its date
 * (learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets).
 */
export class CostBudget extends pulumi.ComponentResource {
  constructor(name: string, args: CostBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:CostBudget', name, {}, opts);
    new consumption.Budget(
      name,
      {
        scope: args.scope,
        category: 'Cost',
        amount: args.amountPerMonth,
        timeGrain: 'Monthly',
        timePeriod: { startDate: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` },
        notifications: Object.fromEntries(
          thresholds.map(({ threshold, thresholdType }) => [
            `${thresholdType}-${threshold}`,
            {
              enabled: true,
              operator: 'GreaterThan',
              threshold,
              thresholdType,
              contactEmails: [...args.emails],
              contactRoles: ['Owner'],
            },
          ]),
        ),
      },
      // The start counts when the budget is made; compared again, it would differ each month.
      { parent: this, ignoreChanges: ['timePeriod'] },
    );
    this.registerOutputs({});
  }
}
