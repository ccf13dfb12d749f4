import * as dbforpostgresql from '@pulumi/azure-native/dbforpostgresql/index.js';

/** Settings of a server, one resource each. */
export function configure(
  prefix: string,
  server: dbforpostgresql.Server,
  settings: Record<string, string>,
): void {
  for (const [configurationName, value] of Object.entries(settings)) {
    new dbforpostgresql.Configuration(
      `${prefix}-${configurationName}`,
      {
        resourceGroupName: 'heating',
        serverName: server.name,
        configurationName,
        value,
        source: 'user-override',
      },
      { parent: server },
    );
  }
}
