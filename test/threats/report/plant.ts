import { register } from '../../../policies/src/threats/register';
import { lightOf } from '../../../policies/src/threats/report/words';
import type {
  AssessedThreat,
  Boundary,
  Element,
  Flow,
  Lighted,
  Reason,
  ThreatReport,
} from '../../../policies/src/threats/threat-report';
import {
  consequenceNames,
  type Light,
  legalLetters,
  phases,
  type Stage,
  type Status,
  stageNames,
  statuses,
  threatClasses,
} from '../../../policies/src/threats/vocabulary';

/** How large the plant of a test is, and what its owner wrote. */
export interface PlantOptions {
  /** Copies of the cloud part: each has about nine elements and five more resources. */
  readonly copies?: number;
  readonly now?: string;
  /** Statuses of single threats, over the ones that the fixture gives. */
  readonly status?: { readonly [threat: string]: Status };
  /** Put behind every name and text that a program or a site writes. */
  readonly hostile?: string;
  readonly empty?: boolean;
}

const severity = (status: Status) => statuses.indexOf(status);
const worst = (list: readonly Status[]): Status =>
  list.reduce((a, b) => (severity(b) > severity(a) ? b : a), 'not-applicable');

type Draft = readonly [
  catalogue: string,
  kind: Element['kind'],
  stage: Stage,
  name: string,
  plain: string,
  boundary?: string,
];

const around: readonly Draft[] = [
  ['XE-1', 'external', 'device', 'press-sensors', 'Field devices'],
  ['PR-2', 'process', 'device', 'hall-4-gateway', 'Field gateway'],
  ['ST-1', 'store', 'device', 'gateway-disk', 'Storage in the device'],
  ['XE-3', 'external', 'transfer', 'carrier-north', 'Network carrier'],
  ['XE-2', 'external', 'people', 'operators', 'People who operate the plant'],
  ['PR-8', 'process', 'people', 'release-pipeline', 'Delivery pipeline'],
];

const cloud: readonly Draft[] = [
  ['PR-3', 'process', 'cloud', 'dps-plant7', 'Enrolment of devices (Device Provisioning Service)'],
  ['PR-4', 'process', 'cloud', 'hub-plant7', 'Device gateway in the cloud (IoT Hub)'],
  ['PR-5', 'process', 'cloud', 'stream-plant7', 'Processing of the data stream (Event Hubs)', 'TB-4'],
  ['ST-3', 'store', 'cloud', 'stlake7x9q', 'Store of measured data (Storage account)', 'TB-4'],
  ['ST-4', 'store', 'cloud', 'sql-plant7', 'Database of the plant (SQL)', 'TB-4'],
  ['ST-5', 'store', 'cloud', 'kv-plant7', 'Keys and secrets (Key Vault)', 'TB-4'],
  ['ST-6', 'store', 'cloud', 'log-plant7', 'Logs (Log Analytics workspace)'],
  ['PR-7', 'process', 'cloud', 'dash-plant7', 'Dashboards and interfaces (web app)', 'TB-4'],
  ['PR-9', 'process', 'cloud', 'alerts-plant7', 'Detection of attacks (alert rules)'],
];

/** Which flows a copy of the plant has: catalogue, from, to. */
const ways: readonly (readonly [string, string, string, Flow['proof']])[] = [
  ['FL-1', 'XE-1', 'PR-2', 'site'],
  ['FL-3', 'PR-2', 'PR-4', 'site'],
  ['FL-2', 'PR-2', 'PR-3', 'site'],
  ['FL-12', 'PR-2', 'XE-3', 'site'],
  ['FL-6', 'PR-4', 'PR-5', 'route'],
  ['FL-7', 'PR-5', 'ST-3', 'role'],
  ['FL-7', 'PR-5', 'ST-4', 'role'],
  ['FL-11', 'PR-5', 'ST-5', 'role'],
  ['FL-10', 'PR-4', 'ST-6', 'diagnostics'],
  ['FL-10', 'ST-5', 'ST-6', 'diagnostics'],
  ['FL-8', 'PR-7', 'XE-2', 'site'],
  ['FL-7', 'ST-4', 'PR-7', 'reference'],
  ['FL-9', 'PR-8', 'PR-4', 'role'],
  ['FL-4', 'PR-4', 'PR-2', 'site'],
];

/** A report as the engine gives it, made up: every status, every kind of element, everything that a page shows. */
export function plantReport(options: PlantOptions = {}): ThreatReport {
  const hostile = options.hostile ?? '';
  const copies = options.empty ? 0 : (options.copies ?? 1);
  const statusOf = (id: string, at: number): Status =>
    options.empty
      ? 'not-applicable'
      : (options.status?.[id] ?? statuses[(at * 5) % statuses.length] ?? 'open');
  const drafts: (readonly [Draft, number])[] = options.empty ? [] : around.map((draft) => [draft, 1]);
  for (let copy = 1; copy <= copies; copy++) for (const draft of cloud) drafts.push([draft, copy]);

  const bare = register.map((threat, at) => ({ threat, status: statusOf(threat.id, at) }));
  const striking = (catalogue: string) =>
    bare.filter(({ threat }) => threat.elements.includes(catalogue) || threat.elements.includes('*'));
  const stateOf = (catalogue: string) => worst(striking(catalogue).map(({ status }) => status));
  const idsFor = (catalogue: string) => striking(catalogue).map(({ threat }) => threat.id);

  const elements = drafts.map(([[catalogue, kind, stage, name, plain, boundary], copy]): Element => {
    const isSite = stage !== 'cloud';
    return {
      id: `${catalogue}/${copy}`,
      catalogue,
      kind,
      stage,
      plainName: `${plain} ${copy}`,
      name: `${name}-${copy}${hostile}`,
      ...(isSite ? {} : { type: 'Microsoft.Example/things' }),
      origin: isSite ? 'site' : 'stack',
      resources: isSite ? [] : [`urn:pulumi:prod::plant::azure-native:x:Y::${name}-${copy}${hostile}`],
      ...(catalogue === 'XE-1' ? { count: 240 } : {}),
      status: stateOf(catalogue),
      threats: idsFor(catalogue),
      parts: [catalogue],
      boundary: `${boundary ?? (isSite ? 'TB-1' : 'TB-2')}/1`,
    };
  });
  const has = new Set(elements.map(({ id }) => id));
  const flows: Flow[] = [];
  for (let copy = 1; copy <= copies; copy++) {
    for (const [catalogue, from, to, proof] of ways) {
      const id = (part: string) => (has.has(`${part}/${copy}`) ? `${part}/${copy}` : `${part}/1`);
      const count = flows.filter((flow) => flow.catalogue === catalogue).length + 1;
      flows.push({
        id: `${catalogue}/${count}`,
        catalogue,
        from: id(from),
        to: id(to),
        plainName: `Data from ${id(from)} to ${id(to)}`,
        name: `${from}-${to}-${copy}${hostile}`,
        proof,
        origin: proof === 'site' ? 'site' : 'stack',
        resources: proof === 'site' ? [] : [`urn:pulumi:prod::plant::azure-native:x:Y::route-${copy}`],
        crosses: ['TB-4/1'],
        status: stateOf(catalogue),
        threats: idsFor(catalogue),
      });
    }
  }
  const zones = options.empty ? [] : ['TB-1', 'TB-2', 'TB-4'];
  const boundaries = zones.map((catalogue): Boundary => {
    const id = `${catalogue}/1`;
    return {
      id,
      catalogue,
      plainName: `Zone of ${catalogue}`,
      name: `vnet-plant7-${catalogue}${hostile}`,
      origin: 'stack',
      resources: [`urn:pulumi:prod::plant::azure-native:network:VirtualNetwork::vnet-plant7-${catalogue}`],
      members: elements.filter(({ boundary }) => boundary === id).map((element) => element.id),
      zone: true,
      status: stateOf(catalogue),
      threats: idsFor(catalogue),
    };
  });

  const threats = bare.map(({ threat, status }, at): AssessedThreat => {
    const struck = elements.filter(({ threats: ids }) => ids.includes(threat.id)).map(({ id }) => id);
    const proved = ['verified', 'claimed'].includes(status);
    const inherent = threat.likelihood.score * threat.impact.score;
    const likelihood = proved ? 1 : threat.likelihood.score;
    const level = (score: number) =>
      score >= 15 ? 'critical' : score >= 10 ? 'high' : score >= 5 ? 'medium' : 'low';
    return {
      ...threat,
      origin: 'register',
      status,
      why: whys[status],
      reasons: reasonsOf(status, at, copies, hostile),
      measures: threat.mitigations.map(({ text, kind, lowers, by, evidence }, index) => ({
        text,
        kind,
        lowers,
        by,
        counted: proved ? by : 0,
        status: index === 0 ? status : 'open',
        rules: kind === 'infrastructure' ? ['iothub-min-tls-1-2'] : [],
        evidence: evidence ?? [],
      })),
      risk: {
        inherent: {
          likelihood: threat.likelihood.score,
          impact: threat.impact.score,
          score: inherent,
          level: level(inherent),
        },
        residual: {
          likelihood,
          impact: threat.impact.score,
          score: likelihood * threat.impact.score,
          level: level(likelihood * threat.impact.score),
        },
        steps: [
          `Likelihood ${threat.likelihood.score} − ${threat.likelihood.score - likelihood} (${status}) = ${likelihood}`,
          `Impact ${threat.impact.score} = ${threat.impact.score}`,
          `Before: ${threat.likelihood.score} × ${threat.impact.score} = ${inherent}`,
          `Today: ${likelihood} × ${threat.impact.score} = ${likelihood * threat.impact.score}`,
        ],
      },
      struck,
      missing: status === 'open' ? ['penetration-test'] : [],
      ...(status === 'waived'
        ? {
            accepted: {
              threat: threat.id,
              reason: `Old line is replaced in spring${hostile}`,
              owner: `Maria Brandt${hostile}`,
              approvedBy: ['Maria Brandt', 'Jo Weber'],
              expires: '2027-03-31',
              valid: true,
            },
          }
        : {}),
      owner: `Maria Brandt${hostile}`,
      review: '2027-01-15',
      treatment: 'reduce',
    };
  });
  const group = <Name extends string>(
    names: readonly Name[],
    picks: (name: Name, threat: AssessedThreat) => boolean,
  ) =>
    names.map((name): Lighted<Name> => {
      const own = threats.filter((threat) => picks(name, threat));
      return { name, light: lightOfAll(own), counts: countsOf(own), threats: own.map(({ id }) => id) };
    });
  return {
    schema: 1,
    tool: { name: 'iiot-guard', version: '0.1.0' },
    created: options.now ?? '2026-11-24T08:00:00.000Z',
    source: { kind: 'preview', name: `plant${hostile}`, stack: 'prod' },
    profile: 'standard',
    site: {
      name: `Plant 7, Musterstadt${hostile}`,
      description: `Press shop with 240 sensors; data goes to the cloud every second.${hostile}`,
      concerns: `Tell your shift lead or write to the security desk, room 12. Nobody is blamed for telling.${hostile}`,
    },
    summary: {
      threats: countsOf(threats),
      classes: group(threatClasses, (name, threat) => threat.class === name),
      consequences: group(keys(consequenceNames), (name, threat) =>
        threat.consequences.some(({ kind }) => kind === name),
      ),
      stages: group(keys(stageNames), (name, threat) => threat.stage === name),
      worst: threats
        .filter(({ status }) => severity(status) > severity('claimed'))
        .sort((a, b) => b.risk.residual.score - a.risk.residual.score)
        .slice(0, 5)
        .map(({ id }) => id),
      resources: options.empty ? 0 : copies * 14,
      mapped: copies * 10,
      rules: { passed: 120, failed: 14, unknown: 22, waived: 3, notUsed: 180 },
    },
    threats,
    elements,
    flows,
    boundaries,
    unmapped: [...Array(copies * 4).keys()].map((at) => ({
      resource: `urn:pulumi:prod::plant::azure-native:x:Z::part-${at}${hostile}`,
      type: 'Microsoft.Example/parts',
      why: at % 2 ? 'it belongs to another resource' : 'no element of the picture is known for its type',
      supporting: at % 2 === 1,
    })),
    matrix: [...elements, ...flows.map((flow) => ({ ...flow, kind: 'flow' as const }))].map((part) => ({
      catalogue: part.catalogue ?? '',
      plainName: part.plainName,
      elements: [part.id],
      kind: part.kind,
      cells: legalLetters(part.kind, part.catalogue ?? '').map((letter) => {
        const own = bare.filter(
          ({ threat }) => threat.stride.includes(letter) && threat.elements.includes(part.catalogue ?? ''),
        );
        const state =
          own.length > 0
            ? ('covered' as const)
            : letter === 'R'
              ? ('explained' as const)
              : ('empty' as const);
        return {
          letter,
          state,
          threats: own.map(({ threat }) => threat.id),
          status: worst(own.map(({ status }) => status)),
          ...(state === 'explained' ? { reason: 'What it does is recorded where the data arrives.' } : {}),
        };
      }),
    })),
    transfer: flows.map((flow, at) => ({
      flow: flow.id,
      from: flow.from,
      to: flow.to,
      plainName: flow.plainName,
      encryption:
        (['verified', 'violated', 'waived', 'unknown', 'declared', 'not-stated'] as const)[at % 6] ??
        'not-stated',
      says: `TLS 1.2 or later is enforced at the receiving end.${hostile}`,
      rules: ['iothub-min-tls-1-2'],
      protocol: `MQTT over TLS${hostile}`,
      keys: `The platform team${hostile}`,
      carrier: `Carrier North${hostile}`,
    })),
    calendar: options.empty
      ? []
      : [
          {
            what: 'evidence',
            title: 'Penetration test',
            state: 'overdue',
            last: '2026-02-01',
            due: '2026-08-03',
            threats: ['T-D01'],
            evidence: 'penetration-test',
            owner: `Jo Weber${hostile}`,
          },
          {
            what: 'evidence',
            title: 'Restore drill',
            state: 'done',
            last: '2026-10-01',
            due: '2027-04-02',
            threats: ['T-D01'],
            evidence: 'restore-drill',
          },
          {
            what: 'evidence',
            title: 'Protocol fuzzing',
            state: 'missing',
            threats: ['T-D01'],
            evidence: 'protocol-fuzzing',
          },
          {
            what: 'review',
            title: 'Review of T-D01',
            state: 'due-soon',
            due: '2026-12-10',
            threats: ['T-D01'],
            owner: 'Maria Brandt',
          },
          {
            what: 'exemption',
            title: `iothub-min-tls-1-2 on hub-plant7-1${hostile}`,
            state: 'done',
            due: '2027-03-31',
            threats: ['T-D01'],
            owner: 'Maria Brandt',
          },
        ],
    lifeCycle: phases.map((phase) => {
      const own = threats.filter((threat) => threat.phases.includes(phase));
      return {
        phase,
        threats: own.map(({ id }) => id),
        light: lightOfAll(own),
        evidence: ['penetration-test'],
      };
    }),
    frameworks: ['mcsb', 'nist', 'iec33', 'isvs', 'gdpr'].map((id) => {
      const controls = [
        ...new Set(
          threats.flatMap((threat) => threat.controls.filter((control) => control.startsWith(`${id}:`))),
        ),
      ].map((control, at) => ({
        id: control,
        title: `Control ${control}`,
        state: (['covered', 'violated', 'waived', 'claimed', 'not-covered'] as const)[at % 5] ?? 'claimed',
        why: 'iothub-min-tls-1-2 does not hold on hub-plant7-1',
        rules: ['iothub-min-tls-1-2'],
        threats: threats.filter((threat) => threat.controls.includes(control)).map((threat) => threat.id),
      }));
      const count = (state: string) => controls.filter((control) => control.state === state).length;
      return {
        id,
        name: `Framework ${id}`,
        counts: {
          covered: count('covered'),
          violated: count('violated'),
          waived: count('waived'),
          claimed: count('claimed'),
          'not-covered': count('not-covered'),
        },
        controls,
      };
    }),
    exceptions: options.empty
      ? []
      : [
          {
            kind: 'exemption',
            of: 'iothub-min-tls-1-2',
            title: 'IoT hubs take TLS 1.2 only',
            reason: `Old presses${hostile}`,
            owner: 'Maria Brandt',
            expires: '2027-03-31',
            state: 'in-force',
            ticket: 'OT-1',
            resources: [
              {
                urn: 'urn:pulumi:prod::plant::azure-native:x:Y::hub-plant7-1',
                name: 'hub-plant7-1',
                type: 'Microsoft.Devices/IotHubs',
              },
            ],
            threats: ['T-D01'],
          },
          {
            kind: 'acceptance',
            of: 'T-D02',
            title: 'A threat',
            reason: 'Cheaper',
            owner: 'Jo Weber',
            approvedBy: ['Jo Weber', 'Maria Brandt'],
            expires: '2026-10-01',
            state: 'expired',
            resources: [],
            threats: ['T-D02'],
          },
        ],
    evidence: options.empty
      ? []
      : [
          {
            id: `pentest-spring${hostile}`,
            kind: 'penetration-test',
            date: '2026-02-01',
            validUntil: '2026-08-03',
            state: 'stale',
            scope: `hub-plant7-1 and stlake7x9q-1${hostile}`,
            by: `Red Team Ltd${hostile}`,
            result: 'passed-with-findings',
            threats: ['T-D01'],
            artefact: { name: `pentest.pdf${hostile}`, sha256: 'a'.repeat(64) },
          },
        ],
    problems: options.empty
      ? []
      : [{ file: 'stacks/threats.yaml', where: 'flows[2]', message: `goes to "nowhere"${hostile}` }],
  };
}

const whys: { readonly [status in Status]: string } = {
  'not-applicable':
    'Nothing in this environment is exposed to it: there is no device that is updated from here.',
  verified: 'All 4 checks against it passed, on 12 parts of the environment.',
  claimed: 'A penetration test of 1 October 2026 says so; no check shows it.',
  partial: '3 of 5 required checks passed; 2 can be decided only after deployment.',
  waived: '1 required check fails with written permission until 31 March 2027.',
  stale: 'The penetration test that showed it is older than 183 days.',
  open: 'No check and no record shows that anything is done about it.',
  violated: '2 of 5 required checks do not hold.',
};

function reasonsOf(status: Status, at: number, copies: number, hostile: string): readonly Reason[] {
  if (status === 'not-applicable' || status === 'open') {
    return [{ kind: 'evidence', evidence: 'penetration-test', state: 'missing' }];
  }
  const many = status === 'violated' ? copies : 0;
  return [
    {
      kind: 'rule',
      rule: 'iothub-min-tls-1-2',
      title: 'IoT hubs take TLS 1.2 and nothing older',
      severity: 'high',
      required: true,
      state: status === 'violated' ? 'failed' : status === 'waived' ? 'waived' : 'passed',
      counts: { passed: copies - many, failed: many, unknown: 0, waived: 0, error: 0 },
      resources: [...Array(many).keys()].map((copy) => ({
        urn: `urn:pulumi:prod::plant::azure-native:x:Y::hub-plant7-${copy + 1}${hostile}`,
        name: `hub-plant7-${copy + 1}${hostile}`,
        type: 'Microsoft.Devices/IotHubs',
      })),
      docs: hostile ? 'javascript:alert(4)' : 'https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support',
      fix: 'Set minTlsVersion to 1.2.',
    },
    {
      kind: 'rule',
      rule: 'iothub-diagnostics',
      title: 'IoT hubs write their logs',
      severity: 'medium',
      required: at % 2 === 0,
      state: status === 'partial' ? 'unknown' : 'passed',
      counts: { passed: 1, failed: 0, unknown: 1, waived: 0, error: 0 },
      resources: [],
      fix: 'Add a diagnostic setting.',
    },
    {
      kind: 'evidence',
      evidence: 'penetration-test',
      state: status === 'stale' ? 'stale' : 'valid',
      record: `pentest-spring${hostile}`,
      date: '2026-02-01',
      validUntil: '2026-08-03',
    },
    { kind: 'check', check: 'owner-present', state: 'passed', text: 'Every threat has an owner.' },
  ];
}

const keys = <Key extends string>(names: { readonly [key in Key]: string }) => Object.keys(names) as Key[];

const countsOf = (threats: readonly AssessedThreat[]) =>
  Object.fromEntries(
    statuses.map((status) => [status, threats.filter((threat) => threat.status === status).length]),
  ) as {
    [status in Status]: number;
  };

function lightOfAll(threats: readonly AssessedThreat[]): Light {
  return lightOf[worst(threats.map(({ status }) => status))];
}
