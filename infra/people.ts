import * as authorization from '@pulumi/azure-native/authorization';
import * as pulumi from '@pulumi/pulumi';
import type { ResourceId } from './placement';

/** Groups of people, by what they do with the platform; each an object id of a group in Entra. */
export interface People {
  /** See health, alerts and logs, and which devices there are. */
  readonly operators?: string | undefined;
  /** Enrol, change and remove devices, and send them commands. */
  readonly deviceEngineers?: string | undefined;
  /** Read the telemetry archive. */
  readonly dataReaders?: string | undefined;
  /** See every setting and every log, the archived ones included, and change nothing. */
  readonly auditors?: string | undefined;
}

/** A part of the platform that people may be let into. */
export type Place =
  | 'resourceGroup'
  | 'workspace'
  | 'hub'
  | 'provisioning'
  | 'deviceUpdate'
  | 'telemetry'
  | 'auditArchive';

export interface PeopleAccessArgs {
  /** The groups; one that is left out gets nothing. */
  readonly people: People;
  /** Ids of the places; for one that is left out nobody gets a role. */
  readonly places: Readonly<Partial<Record<Place, ResourceId | undefined>>>;
  /**
   * Whether roles that can change devices have to be activated for some hours, through Privileged Identity Management.
   * Needs Entra ID P2 or Governance licences for the members.
   */
  readonly justInTime: boolean;
}

/**
 * Built-in roles for people, none of which can manage resources or grant access.
 *
 * learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const peopleRoles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  monitoringReader: '43d0d8ad-25c7-4714-9337-8ba259a9fe05',
  logAnalyticsReader: '73c42c96-874c-492b-b04d-ab87d138a893',
  iotHubDataReader: 'b447c946-2db7-41ec-983d-d8bf3b1c77e3',
  iotHubDataContributor: '4fc6c259-987e-4a07-842e-c321cc9d413f',
  provisioningDataReader: '10745317-c249-44a1-a5ce-3a4353c0bbd8',
  provisioningDataContributor: 'dfce44e4-17b7-4bd1-a6d1-04996ec95633',
  deviceUpdateAdministrator: '02ca0879-e8e4-47a5-a61e-5c618b76e64a',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
} as const;

interface PeopleGrant {
  readonly role: keyof typeof peopleRoles;
  readonly on: Place;
  /** Can change devices: with just-in-time roles, has to be activated first. */
  readonly changesDevices?: true;
}

/** Who may do what where: all that people may do. */
export const peopleGrants: Readonly<Record<keyof People, readonly PeopleGrant[]>> = {
  operators: [
    { role: 'monitoringReader', on: 'resourceGroup' },
    { role: 'logAnalyticsReader', on: 'workspace' },
    { role: 'iotHubDataReader', on: 'hub' },
    { role: 'provisioningDataReader', on: 'provisioning' },
  ],
  deviceEngineers: [
    { role: 'iotHubDataContributor', on: 'hub', changesDevices: true },
    { role: 'provisioningDataContributor', on: 'provisioning', changesDevices: true },
    { role: 'deviceUpdateAdministrator', on: 'deviceUpdate', changesDevices: true },
  ],
  dataReaders: [{ role: 'storageBlobDataReader', on: 'telemetry' }],
  auditors: [
    { role: 'reader', on: 'resourceGroup' },
    { role: 'logAnalyticsReader', on: 'workspace' },
    { role: 'storageBlobDataReader', on: 'auditArchive' },
  ],
};

/**
 * Lets groups of people do their work. Groups and never single people, so that somebody who leaves loses everything by
 * leaving the group, and nobody has to be looked for here.
 *
 * Microsoft.Authorization, API 2022-04-01 (assignments) and 2020-10-01 (eligibility). An eligibility lasts a year: longer
 * is refused unless the role's policy was changed
 * (learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles).
 */
export class PeopleAccess extends pulumi.ComponentResource {
  constructor(name: string, args: PeopleAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:PeopleAccess', name, {}, opts);
    for (const [group, grants] of Object.entries(peopleGrants) as [keyof People, readonly PeopleGrant[]][]) {
      const principalId = args.people[group];
      if (principalId === undefined) continue;
      for (const { role, on, changesDevices } of grants) {
        const scope = args.places[on];
        if (scope === undefined) continue;
        const grant = {
          scope,
          principalId,
          roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${peopleRoles[role]}`,
        };
        if (args.justInTime && changesDevices) this.addEligibility(`${name}-${group}-${role}`, grant);
        else this.addAssignment(`${name}-${group}-${role}`, grant);
      }
    }
    this.registerOutputs({});
  }

  private addAssignment(name: string, grant: RoleGrant): void {
    new authorization.RoleAssignment(name, { ...grant, principalType: 'Group' }, { parent: this });
  }

  private addEligibility(name: string, grant: RoleGrant): void {
    new authorization.PimRoleEligibilitySchedule(
      name,
      {
        ...grant,
        justification: 'Work on devices, activated when there is some to do.',
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P365D' } },
      },
      { parent: this },
    );
  }
}

interface RoleGrant {
  readonly scope: ResourceId;
  readonly principalId: string;
  readonly roleDefinitionId: string;
}
