import * as authorization from '@pulumi/azure-native/authorization';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

export interface DeleteLocksArgs {
  /** Resources to keep, by a name for each. Each lock also holds for whatever is inside the resource. */
  readonly resourceIds: Readonly<Record<string, ResourceId>>;
}

/**
 * Keeps resources from being deleted by anybody, by whatever tool, until somebody has removed the lock on purpose.
 * Pulumi's own protection guards against a wrong program only.
 *
 * Roles and diagnostic settings on a locked resource cannot be deleted either. Data inside is not locked: deleting
 * blobs or documents goes past Resource Manager.
 *
 * Microsoft.Authorization, API 2020-05-01; needs Owner or User Access Administrator.
 */
export class DeleteLocks extends pulumi.ComponentResource {
  constructor(name: string, args: DeleteLocksArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:DeleteLocks', name, {}, opts);
    for (const [resource, scope] of Object.entries(args.resourceIds)) {
      new authorization.ManagementLockByScope(
        `${name}-${resource}`,
        {
          scope,
          lockName: 'keep',
          level: 'CanNotDelete',
          notes: 'Holds data, keys or device identities. Remove this lock only to delete them for good.',
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
