import { evaluate } from '../../policies/src/evaluate/evaluate';
import { type PolicyConfig, settingsUnder } from '../../policies/src/evaluate/settings';
import type { Report } from '../../policies/src/report/summary';
import type { ArmType, Resource } from '../../policies/src/resources/resource';
import type { Properties } from '../../policies/src/resources/value';
import { catalogue } from '../../policies/src/rules/catalogue';
import { type AssessInput, assessThreats } from '../../policies/src/threats/assess';
import type { EvidenceRecord } from '../../policies/src/threats/evidence/record';
import { emptySite } from '../../policies/src/threats/site/site';

export const today = new Date('2026-06-15T12:00:00Z');

/** A resource of a stack. `from` names, for each property, the URNs it was computed from. */
export function resource(
  type: ArmType,
  name: string,
  properties: Properties = {},
  from: Resource['propertyDependencies'] = {},
): Resource {
  return {
    urn: urn(type, name),
    name,
    token: 'azure-native:test:Test',
    custom: true,
    type,
    properties,
    propertyDependencies: from,
    dependencies: [],
  };
}

export const urn = (type: ArmType, name: string): string => `urn:pulumi:prod::plant::${type}::${name}`;

/** What the rules say about resources, with the passes. */
export function judged(resources: readonly Resource[], config: PolicyConfig = {}): Report {
  const settings = settingsUnder('standard', config);
  return {
    source: { kind: 'arm', name: 'plant.json' },
    profile: 'standard',
    rules: catalogue.filter((rule) => settings(rule).level !== 'disabled'),
    resources,
    ...evaluate(catalogue, resources, settings, { now: today, passes: true }),
    notEvaluated: [],
    gate: { unknown: 'warn' },
  };
}

/** The report about the threats of some resources. */
export function threatsOf(
  resources: readonly Resource[],
  input: Partial<AssessInput> = {},
  config: PolicyConfig = {},
) {
  return assessThreats(judged(resources, config), { now: today, site: emptySite, evidence: [], ...input });
}

/** A record of a kind about a threat. */
export const record = (more: Partial<EvidenceRecord> = {}): EvidenceRecord => ({
  id: 'drill',
  file: 'evidence/drill.yaml',
  kind: 'restore-drill',
  date: '2026-06-01',
  scope: 'archive',
  by: 'operations',
  result: 'passed',
  threats: ['T-O10'],
  artefact: { name: 'drill.pdf', sha256: '0'.repeat(64) },
  ...more,
});

export const storage = 'Microsoft.Storage/storageAccounts' as const;

/** A storage account that is right in most ways. */
export const account = (more: Properties = {}, name = 'telemetry'): Resource =>
  resource(storage, name, {
    accountName: name,
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: 'TLS1_2',
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    ...more,
  });
