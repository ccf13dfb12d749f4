import * as pulumi from '@pulumi/pulumi';

/** How components of one platform are called in the program; the names are part of every URN and must not change. */
export interface LogicalNames {
  /** Name of a component, such as `iiot-hub`. */
  readonly named: (part: string) => string;
  /** The same for services that take letters and digits only, such as `iiotdata`. */
  readonly compact: (part: string) => string;
}

// Pulumi adds eight characters to a name that it chooses, and the shortest limit, of vaults and storage, is 24.
const longestPlatformName = 12;

/** Logical names that start with the platform's. */
export function logicalNames(platform: string): LogicalNames {
  return {
    named: (part) => `${platform}-${part}`,
    compact: (part) => `${platform.replaceAll('-', '')}${part}`,
  };
}

/** Refuses a platform's name from which no valid names can be built. */
export function checkPlatformName(name: string): void {
  if (name.length <= longestPlatformName && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return;
  throw new pulumi.RunError(
    `A platform cannot be called ${JSON.stringify(name)}; allowed: at most ${longestPlatformName} lower-case letters, ` +
      'digits and single hyphens, the first a letter',
  );
}

/** Physical names that must be unique in Azure or are worth choosing; undefined leaves the choice to Pulumi. */
export interface PhysicalNames {
  readonly resourceGroup: string | undefined;
  readonly vault: string | undefined;
  /** Vault of another region, for copies there. */
  readonly farVault: string | undefined;
  readonly managedHsm: string | undefined;
  readonly workspace: string | undefined;
  readonly storage: string | undefined;
  readonly audit: string | undefined;
  readonly cosmos: string | undefined;
  readonly postgresql: string | undefined;
  readonly postgresqlReplica: string | undefined;
  readonly sql: string | undefined;
  readonly sqlReplica: string | undefined;
  readonly sqlFailover: string | undefined;
  readonly dataExplorer: string | undefined;
  readonly hub: string | undefined;
  readonly provisioning: string | undefined;
  readonly eventHubs: string | undefined;
  readonly registry: string | undefined;
  readonly ingest: string | undefined;
  readonly ingestStorage: string | undefined;
  readonly deviceUpdate: string | undefined;
  readonly backup: string | undefined;
}

/**
 * Names after the stack's prefix. Without one Pulumi appends a random suffix to each logical name, which makes the names
 * unique without anybody choosing them and keeps them, being part of the state; the price is that a first preview cannot
 * show them nor what is built from them. The rules of the services are in `naming-rules.ts`.
 */
export function physicalNames(prefix: string | undefined): PhysicalNames {
  const name = (suffix: string) => (prefix === undefined ? undefined : `${prefix}${suffix}`);
  return {
    resourceGroup: name('-rg'),
    vault: name('-kv'),
    farVault: name('-kv2'),
    managedHsm: name('-hsm'),
    workspace: name('-logs'),
    // Storage accounts take neither hyphens nor more than 24 characters.
    storage: name('data'),
    audit: name('audit'),
    cosmos: name('-state'),
    postgresql: name('-pg'),
    postgresqlReplica: name('-pg2'),
    sql: name('-sql'),
    sqlReplica: name('-sql2'),
    sqlFailover: name('-sqldb'),
    // Nor do clusters of Data Explorer, and no more than 22.
    dataExplorer: name('adx'),
    hub: name('-hub'),
    provisioning: name('-dps'),
    eventHubs: name('-events'),
    registry: name('images'),
    ingest: name('-ingest'),
    ingestStorage: name('ingest'),
    deviceUpdate: name('-update'),
    backup: name('-backup'),
  };
}
