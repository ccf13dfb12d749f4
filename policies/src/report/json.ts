import { type Finding, fingerprint, placeOf } from '../evaluate/finding';
import { controlsOf, threatsOf } from '../rule/topic-facts';
import { version } from '../version';
import { fixOf } from './explanation';
import { isBlocking, type Report, shownFindings, summarise } from './summary';

/**
 * The report as JSON text, in the shape of `schemas/report.schema.json` (`schema` 1), ending in a line break.
 * Passed findings are listed only with `all`.
 */
export function jsonReport(report: Report, all = false): string {
  const body = {
    schema: 1,
    tool: { name: 'iiot-guard', version },
    source: report.source,
    profile: report.profile,
    summary: summarise(report),
    findings: shownFindings(report, all).map((finding) => entry(finding, report)),
    notEvaluated: report.notEvaluated,
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => {
      const { place: _, beside: __, ...written } = exemption;
      return { rule: rule.id, ...written };
    }),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

function entry(finding: Finding, report: Report) {
  const { rule, resource, exemption } = finding;
  return {
    rule: rule.id,
    title: rule.title,
    class: rule.class,
    severity: rule.severity,
    level: finding.level,
    outcome: finding.outcome,
    blocking: isBlocking(finding, report.gate),
    resource: {
      urn: resource.urn,
      name: resource.name,
      type: resource.type,
      token: resource.token,
      ...placeOf(finding),
    },
    property: finding.property,
    message: finding.message,
    why: rule.why,
    fix: fixOf(finding),
    docs: rule.links[0],
    controls: controlsOf(rule),
    threats: threatsOf(rule),
    fingerprint: fingerprint(finding),
    ...(exemption
      ? { exemption: { reason: exemption.reason, owner: exemption.owner, expires: exemption.expires } }
      : {}),
    ...(finding.accepted ? { baseline: finding.accepted } : {}),
  };
}
