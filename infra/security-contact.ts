import * as security from '@pulumi/azure-native/security';
import * as pulumi from '@pulumi/pulumi';

export interface SecurityContactArgs {
  /** Addresses that hear of attacks; mailboxes that a team reads. */
  readonly emails: readonly string[];
  /** Telephone of the same team, in international form. Default: none. */
  readonly phone?: string | undefined;
}

/**
 * Whom Microsoft Defender for Cloud tells about attacks on the subscription of the login: the given addresses and its
 * owners, from medium severity on. A subscription has one such contact, so one environment in it sets it.
 *
 * Microsoft.Security, API 2023-12-01-preview: unless written, only owners hear, of high severity only;
 * learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications
 */
export class SecurityContact extends pulumi.ComponentResource {
  constructor(name: string, args: SecurityContactArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:SecurityContact', name, {}, opts);
    new security.SecurityContact(
      name,
      {
        // The one name the service accepts.
        securityContactName: 'default',
        emails: args.emails.join(';'),
        ...(args.phone === undefined ? {} : { phone: args.phone }),
        isEnabled: true,
        notificationsByRole: { state: 'On', roles: ['Owner'] },
        notificationsSources: [{ sourceType: 'Alert', minimalSeverity: 'Medium' }],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
