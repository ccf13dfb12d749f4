import type * as pulumi from '@pulumi/pulumi';
import type { FarVault } from './far-key';
import type { ServiceIdentity } from './identity';
import type { ResourceId } from './placement';
import type { Plane } from './plane';

/** Databases to choose from for what is known of devices. */
export type DatabaseKind = 'cosmos' | 'postgresql' | 'sql' | 'data-explorer';

/** Who administers a database: an Entra group, or the identity of a job. */
export interface DatabaseAdministrator {
  readonly kind: 'Group' | 'ServicePrincipal';
  readonly objectId: pulumi.Input<string>;
  /** Name of the group or identity, as Entra shows it; the administrator signs in with it. */
  readonly name: pulumi.Input<string>;
}

/** Key for customer-managed encryption of a database. */
export interface DatabaseEncryption {
  /** Address of the key without a version. */
  readonly keyUri: pulumi.Input<string>;
  /** Identity that may wrap and unwrap with it; must have that role already, as a `ServiceIdentity`'s id implies. */
  readonly identityId: ResourceId;
}

/** What the rest of the platform needs to know of a database, whichever it is. */
export interface Database {
  readonly kind: DatabaseKind;
  /** Address for clients. */
  readonly endpoint: pulumi.Output<string>;
  readonly databaseName: pulumi.Output<string>;
  /** The server, where one has to be backed up from outside. */
  readonly backedUp?:
    | { readonly id: pulumi.Output<string>; readonly name: pulumi.Output<string> }
    | undefined;
  /** Vault in another region with the key of its copies, where there is one. */
  readonly farVault?: FarVault | undefined;
  /** How it is reached, watched and kept. */
  readonly plane: Plane;
  /** Opens the database to an identity as far as Resource Manager can; PostgreSQL and SQL know users of their own. */
  admit(name: string, identity: ServiceIdentity): void;
}
