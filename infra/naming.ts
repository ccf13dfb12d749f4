/** How components of one platform are called in the program; the names are part of every URN and must not change. */
export interface LogicalNames {
  /** Name of a component, such as `iiot-hub`. */
  readonly named: (part: string) => string;
  /** The same for services that take letters and digits only, such as `iiotdata`. */
  readonly compact: (part: string) => string;
}

/** Logical names that start with the platform's. */
export function logicalNames(platform: string): LogicalNames {
  return {
    named: (part) => `${platform}-${part}`,
    compact: (part) => `${platform.replaceAll('-', '')}${part}`,
  };
}

/** Physical names that must be unique in Azure or are worth choosing; undefined leaves the choice to Pulumi. */
export interface PhysicalNames {
  readonly resourceGroup: string | undefined;
  readonly vault: string | undefined;
  readonly workspace: string | undefined;
  readonly storage: string | undefined;
  readonly audit: string | undefined;
  readonly cosmos: string | undefined;
  readonly hub: string | undefined;
  readonly provisioning: string | undefined;
  readonly backup: string | undefined;
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
    audit: name('audit'),
    cosmos: name('-state'),
    hub: name('-hub'),
    provisioning: name('-dps'),
    backup: name('-backup'),
  };
}
