import type { Finding } from '../evaluate/finding';
import type { Report } from '../report/summary';
import type { EventLog, PolicyEvent } from '../sources/files/events';

/** The name of our pack in the engine. */
const packName = 'iiot-guard';

/**
 * A report with the verdicts of our pack in the engine, which sees secrets in plain text where its report masks them: what
 * was unknown here is decided where the engine could, and a fault that only the engine saw is added.
 */
export function withEngineVerdicts(report: Report, log: EventLog): Report {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const faults = new Map<string, PolicyEvent>();
  for (const event of log.policyEvents)
    if (event.pack === packName && rules.has(event.rule) && isFault(event))
      faults.set(keyOf(event.rule, event.urn), event);
  const passes = new Set(
    log.policyPasses.filter(({ pack }) => pack === packName).map(({ rule, urn }) => keyOf(rule, urn)),
  );
  const seen = new Set<string>();
  const findings: Finding[] = [];
  let passed = report.passed;
  for (const finding of report.findings) {
    const key = keyOf(finding.rule.id, finding.resource.within ?? finding.resource.urn);
    const fault = faults.get(key);
    if (finding.outcome === 'unknown' && fault) {
      if (!seen.has(key)) findings.push(faultOf(fault, finding));
      seen.add(key);
    } else if (finding.outcome === 'unknown' && passes.has(key)) passed++;
    else {
      if (finding.outcome !== 'pass') seen.add(key);
      findings.push(finding);
    }
  }
  const resources = new Map(report.resources.map((resource) => [resource.urn, resource]));
  for (const [key, event] of faults) {
    const rule = rules.get(event.rule);
    const resource = resources.get(event.urn);
    if (seen.has(key) || !rule || !resource) continue;
    const level = event.level === 'mandatory' ? 'mandatory' : 'advisory';
    findings.push(faultOf(event, { rule, resource, level, outcome: 'fail', property: '', message: '' }));
  }
  return { ...report, findings, passed };
}

const keyOf = (rule: string, urn: string): string => `${rule}\n${urn}`;

/** The pack gives a reason for faults alone: not for what is exempt, and not for what could not be decided. */
const isFault = ({ message }: PolicyEvent): boolean => /\nWhy: /.test(message);

/** The description of the rule comes first in an event, then what is wrong, then the reason. */
function faultOf({ message, level }: PolicyEvent, finding: Finding): Finding {
  const [said = ''] = message.split('\nWhy: ');
  const wrong = said.slice(said.indexOf('\n') + 1);
  return {
    ...finding,
    outcome: 'fail',
    level: level === 'mandatory' ? 'mandatory' : 'advisory',
    property: finding.property || (/`([^`]+)`/.exec(wrong)?.[1] ?? ''),
    message: wrong,
  };
}
