/** Physical names that must be unique in Azure or are worth choosing; undefined leaves the choice to Pulumi. */
export interface PhysicalNames {
  readonly resourceGroup: string | undefined;
  readonly vault: string | undefined;
  readonly workspace: string | undefined;
  readonly storage: string | undefined;
  readonly cosmos: string | undefined;
  readonly postgresql: string | undefined;
  readonly sql: string | undefined;
  readonly dataExplorer: string | undefined;
  readonly eventStream: string | undefined;
  readonly registry: string | undefined;
  readonly managedHsm: string | undefined;
  readonly ingest: string | undefined;
  readonly ingestStorage: string | undefined;
  readonly deviceUpdate: string | undefined;
  readonly sphere: string | undefined;
  readonly hub: string | undefined;
  readonly provisioning: string | undefined;
}

/**
 * Names after the stack's prefix. Without one Pulumi appends a random suffix to each logical name, which makes the names
 * unique without anybody choosing them; the price is that a first preview cannot show them nor what is built from them.
 */
export function physicalNames(prefix: string | undefined): PhysicalNames {
  const name = (suffix: string) => (prefix === undefined ? undefined : `${prefix}${suffix}`);
  return {
    resourceGroup: name('-rg'),
    vault: name('-kv'),
    workspace: name('-logs'),
    // Storage accounts take neither hyphens nor more than 24 characters.
    storage: name('data'),
    cosmos: name('-state'),
    postgresql: name('-pg'),
    sql: name('-sql'),
    // Neither clusters of Data Explorer nor registries take hyphens.
    dataExplorer: name('adx'),
    eventStream: name('-stream'),
    registry: name('images'),
    managedHsm: name('-hsm'),
    ingest: name('-ingest'),
    ingestStorage: name('ingest'),
    deviceUpdate: name('-adu'),
    sphere: name('-sphere'),
    hub: name('-hub'),
    provisioning: name('-dps'),
  };
}
