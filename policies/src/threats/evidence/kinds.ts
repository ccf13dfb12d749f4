import type { Control } from '../../rule/rule';
import type { Phase } from '../vocabulary';

/** A kind of dated record. */
export interface EvidenceKindFacts {
  /** For people: "Penetration test". */
  readonly name: string;
  /** What it is, in one plain sentence. */
  readonly about: string;
  /** Days for which a record of this kind is valid, unless it says otherwise. */
  readonly validDays: number;
  readonly phases: readonly Phase[];
  readonly controls: readonly Control[];
}

/** The kinds of records, with how long each holds. */
export const evidenceKinds = {
  'penetration-test': {
    name: 'Penetration test',
    about: 'People who were asked to break in tried to, and wrote down what they found.',
    validDays: 183,
    phases: ['testing'],
    controls: [
      'mcsb:PV-7',
      'nist:CA-8',
      'iec41:SVV-4',
      'enisa:GP-TM-57',
      'gdpr:32.1.d',
      'nis2:21.2.f',
      'cra:2.3',
    ],
  },
  'protocol-fuzzing': {
    name: 'Protocol fuzzing',
    about: 'Malformed messages were sent to every parser, and none of them did harm.',
    validDays: 183,
    phases: ['testing'],
    controls: ['mcsb:DS-5', 'nist:SA-11', 'iec41:SVV-3', 'enisa:GP-PS-06', 'cra:2.3'],
  },
  'network-analysis': {
    name: 'Network analysis',
    about: 'The traffic of the network was looked at for what does not belong there.',
    validDays: 92,
    phases: ['deployment', 'operations'],
    controls: ['mcsb:LT-1', 'mcsb:LT-4', 'nist:SI-4', 'iec33:SR6.2'],
  },
  'access-review': {
    name: 'Access review',
    about: 'Somebody went through who may do what, and took away what is not needed.',
    validDays: 92,
    phases: ['operations'],
    controls: ['mcsb:PA-4', 'nist:AC-2', 'iec21:USER1.2', 'nis2:21.2.i'],
  },
  'offboarding-review': {
    name: 'Review of leavers',
    about: 'A sample of people who left or changed jobs was checked: their access is gone.',
    validDays: 92,
    phases: ['operations'],
    controls: ['mcsb:PA-3', 'nist:PS-4', 'nist:AC-2(3)', 'iec21:USER1.2', 'nis2:21.2.i'],
  },
  'password-policy': {
    name: 'Password and second-factor policy',
    about: 'The rules for passwords and the second factor were checked, and who is covered by them.',
    validDays: 366,
    phases: ['operations'],
    controls: ['mcsb:IM-6', 'nist:IA-2', 'nist:IA-5(1)', 'iec21:USER1.9', 'nis2:21.2.j'],
  },
  'restore-drill': {
    name: 'Restore drill',
    about: 'A backup was brought back and the time was measured.',
    validDays: 183,
    phases: ['testing', 'operations'],
    controls: ['mcsb:BR-4', 'nist:CP-4', 'iec21:AVAIL2.5', 'gdpr:32.1.c', 'gdpr:32.1.d'],
  },
  'patch-rollout': {
    name: 'Patch rollout',
    about: 'Updates reached the devices, ring by ring, and the laggards are known.',
    validDays: 92,
    phases: ['deployment'],
    controls: ['mcsb:PV-6', 'nist:SI-2', 'iec41:SUM-5', 'iec41:SUM-1', 'cra:2.2'],
  },
  approval: {
    name: 'Approval of a change',
    about: 'A second person looked at the preview of a change and approved it.',
    validDays: 92,
    phases: ['deployment'],
    controls: ['mcsb:DS-6', 'nist:CM-3', 'nist:CM-5', 'iec21:CM1.4', 'isvs:1.3.5', 'nis2:21.2.e'],
  },
  'drift-check': {
    name: 'Comparison with the real environment',
    about: 'What is deployed was compared with what the program says.',
    validDays: 31,
    phases: ['operations'],
    controls: ['mcsb:PV-2', 'nist:CA-7', 'nist:CM-6', 'iec33:SR3.4', 'iec33:SR7.6', 'nis2:21.2.f'],
  },
  'incident-exercise': {
    name: 'Incident exercise',
    about: 'People practised who does what when something happens.',
    validDays: 92,
    phases: ['operations'],
    controls: ['mcsb:IR-1', 'nist:IR-4', 'nist:IR-8', 'enisa:GP-OP-05', 'nis2:21.2.b'],
  },
  'device-review': {
    name: 'Review of a device',
    about: 'A device was opened, measured and checked against its hardening baseline.',
    validDays: 366,
    phases: ['design', 'testing'],
    controls: ['isvs:1.2.3', 'enisa:GP-TM-08', 'iec42:CR7.6'],
  },
  'code-review': {
    name: 'Review of program and design',
    about: 'Somebody who did not write it went through the code or the design.',
    validDays: 366,
    phases: ['design', 'development'],
    controls: ['mcsb:DS-4', 'nist:SA-11', 'enisa:GP-PS-07'],
  },
  'supplier-review': {
    name: 'Review of a supplier',
    about:
      'The contract with a supplier or carrier was checked: who holds which key, who processes which data.',
    validDays: 366,
    phases: ['design', 'operations'],
    controls: [
      'nist:SA-9',
      'nist:SR-3',
      'iec21:ORG1.6',
      'enisa:GP-OP-12',
      'enisa:GP-OP-14',
      'gdpr:28.3',
      'nis2:21.2.d',
    ],
  },
  'data-review': {
    name: 'Review of personal data',
    about: 'Somebody checked which personal data is collected, why, and how long it is kept.',
    validDays: 366,
    phases: ['design', 'operations'],
    controls: ['mcsb:DP-1', 'nist:SI-12', 'enisa:GP-PS-09', 'gdpr:35.1', 'gdpr:5.1.c'],
  },
  'staff-training': {
    name: 'Training',
    about: 'The people who work with it were told where the threats are and what to do.',
    validDays: 366,
    phases: ['operations'],
    controls: ['nist:AT-2', 'enisa:GP-OP-09', 'enisa:GP-OP-10', 'iec21:ORG1.4', 'nis2:21.2.g'],
  },
} as const satisfies { readonly [kind: string]: EvidenceKindFacts };

/** The name of a kind of record. */
export type EvidenceKind = keyof typeof evidenceKinds;

/** Their names, in the order of the table. */
export const evidenceKindNames = Object.keys(evidenceKinds) as readonly EvidenceKind[];

/** The facts of a kind. */
export const factsOfKind = (kind: EvidenceKind): EvidenceKindFacts => evidenceKinds[kind];
