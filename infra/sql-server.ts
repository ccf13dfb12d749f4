import * as authorization from '@pulumi/azure-native/authorization';
import * as sql from '@pulumi/azure-native/sql';
import * as pulumi from '@pulumi/pulumi';
import type { DatabaseAdministrator } from './database';
import type { Placement, ResourceId } from './placement';

/** What a server of a {@link SqlStore} is made of. */
export interface SqlServerArgs extends Placement {
  readonly parent: pulumi.Resource;
  readonly serverName?: string | undefined;
  readonly administrator: DatabaseAdministrator;
  readonly threatDetection: boolean;
  readonly alertEmails?: readonly string[] | undefined;
  readonly encryption: {
    readonly versionedKeyUri: pulumi.Input<string>;
    readonly identityId: ResourceId;
  };
}

/** A server, and what has to be there before there is data in it. */
export interface SqlServer {
  readonly server: sql.Server;
  readonly audited: pulumi.Resource;
  readonly ready: readonly pulumi.Resource[];
}

/** Adds a server without databases: closed, encrypted with the key, audited and watched. */
export function addSqlServer(name: string, args: SqlServerArgs): SqlServer {
  const { parent, resourceGroupName, administrator } = args;
  const { identityId, versionedKeyUri } = args.encryption;
  const server = new sql.Server(
    name,
    {
      resourceGroupName,
      location: args.location,
      tags: args.tags,
      serverName: args.serverName,
      version: '12.0',
      minimalTlsVersion: '1.2',
      publicNetworkAccess: 'Disabled',
      restrictOutboundNetworkAccess: 'Enabled',
      administrators: {
        administratorType: 'ActiveDirectory',
        azureADOnlyAuthentication: true,
        principalType: administrator.kind === 'Group' ? 'Group' : 'Application',
        login: administrator.name,
        sid: administrator.objectId,
        tenantId: authorization.getClientConfigOutput({ parent }).tenantId,
      },
      identity: { type: 'UserAssigned', userAssignedIdentities: [identityId] },
      primaryUserAssignedIdentityId: identityId,
      keyId: versionedKeyUri,
    },
    { parent },
  );
  const inServer = { resourceGroupName, serverName: server.name };
  const encrypted = new sql.EncryptionProtector(
    name,
    {
      ...inServer,
      encryptionProtectorName: 'current',
      serverKeyType: 'AzureKeyVault',
      serverKeyName: pulumi.output(versionedKeyUri).apply(serverKeyName),
      autoRotationEnabled: true,
    },
    // The server moves on to the next version by itself, and so do the names.
    { parent, ignoreChanges: ['serverKeyName'] },
  );
  const audited = new sql.ExtendedServerBlobAuditingPolicy(
    name,
    {
      ...inServer,
      blobAuditingPolicyName: 'default',
      state: 'Enabled',
      isAzureMonitorTargetEnabled: true,
      isDevopsAuditEnabled: true,
      // The workspace decides how long; this counts for files only, and means without end.
      retentionDays: 0,
      auditActionsAndGroups: [
        'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP',
        'FAILED_DATABASE_AUTHENTICATION_GROUP',
        'BATCH_COMPLETED_GROUP',
      ],
    },
    { parent },
  );
  if (args.threatDetection) watch(name, parent, inServer, args.alertEmails ?? []);
  return { server, audited, ready: [encrypted, audited] };
}

/** Microsoft Defender for SQL: alerts, and scans for weak spots that keep their results with the service. */
function watch(
  name: string,
  parent: pulumi.Resource,
  inServer: { resourceGroupName: pulumi.Input<string>; serverName: pulumi.Input<string> },
  alertEmails: readonly string[],
): void {
  const alerts = new sql.ServerSecurityAlertPolicy(
    name,
    {
      ...inServer,
      securityAlertPolicyName: 'default',
      state: 'Enabled',
      emailAccountAdmins: true,
      ...(alertEmails.length > 0 ? { emailAddresses: [...alertEmails] } : {}),
      disabledAlerts: [],
    },
    { parent },
  );
  new sql.SqlVulnerabilityAssessmentsSetting(
    name,
    { ...inServer, vulnerabilityAssessmentName: 'default', state: 'Enabled' },
    { parent, dependsOn: alerts },
  );
}

/** The name a server has for a version of a key: `https://v.vault.azure.net/keys/k/1` is `v_k_1`. */
export function serverKeyName(versionedKeyUri: string): string {
  const { hostname, pathname } = new URL(versionedKeyUri);
  const [, , keyName, version] = pathname.split('/');
  return `${hostname.split('.')[0]}_${keyName}_${version}`;
}
