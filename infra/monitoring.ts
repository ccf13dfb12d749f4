import * as operationalinsights from '@pulumi/azure-native/operationalinsights';
import * as pulumi from '@pulumi/pulumi';
import type { Placement } from './placement';

export interface LogWorkspaceArgs extends Placement {
  /** Days logs are kept, 90 to 730. */
  readonly retentionInDays: number;
  /** Physical name, 4 to 63 letters, digits and hyphens. Default: chosen by Pulumi. */
  readonly workspaceName?: string | undefined;
}

/**
 * A Log Analytics workspace that takes no workspace key and no agent data from the internet. Diagnostic settings arrive
 * over Azure's own channel and are not touched by that. Queries stay possible from outside, by Entra identities only:
 * shutting them needs an Azure Monitor private link scope, which a company has once and not once per environment.
 *
 * Left out: a customer-managed key. Log Analytics offers it through a dedicated cluster only (from 100 GB a day), which
 * a company shares between workspaces. Logs are encrypted with a key of the service.
 *
 * Microsoft.OperationalInsights, API 2023-09-01: retention is 30 days and keys are on unless written.
 */
export class LogWorkspace extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;

  constructor(name: string, args: LogWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:LogWorkspace', name, {}, opts);
    const workspace = new operationalinsights.Workspace(
      name,
      {
        resourceGroupName: args.resourceGroupName,
        location: args.location,
        tags: args.tags,
        workspaceName: args.workspaceName,
        sku: { name: 'PerGB2018' },
        retentionInDays: args.retentionInDays,
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
        publicNetworkAccessForIngestion: 'Disabled',
        publicNetworkAccessForQuery: 'Enabled',
      },
      { parent: this },
    );
    this.workspaceId = workspace.id;
    this.registerOutputs({ workspaceId: this.workspaceId });
  }
}
