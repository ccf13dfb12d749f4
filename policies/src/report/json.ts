import { controlsOf, threatsOf } from '../rule/topic-facts';
import { version } from '../version';
import { type Entry, entriesOf, printOf } from './entry';
import { fixOf } from './explanation';
import { type Report, summarise } from './summary';
import { bounded, jsonText } from './text';

/**
 * The report as JSON text, in the shape of `schemas/report.schema.json` (`schema` 1), ending in a line break.
 * Passed findings are listed only with `all`.
 */
export function jsonReport(report: Report, all = false): string {
  const { change } = report;
  const { kind, name, stack } = report.source;
  return jsonText({
    schema: 1,
    tool: { name: 'iiot-guard', version },
    source: { kind, name: bounded(name), ...(stack === undefined ? {} : { stack: bounded(stack) }) },
    profile: report.profile,
    summary: summarise(report),
    ...(change
      ? {
          change: {
            against: bounded(change.against),
            new: change.new.size,
            unchanged: change.unchanged,
            fixed: change.fixed.map((finding) => ({
              rule: bounded(finding.rule),
              resource: bounded(finding.resource),
              property: bounded(finding.property),
              fingerprint: finding.fingerprint,
            })),
          },
        }
      : {}),
    findings: entriesOf(report, all).map(entry),
    notEvaluated: report.notEvaluated.map(({ resource, why }) => ({
      resource: bounded(resource),
      why: bounded(why),
    })),
    unusedExemptions: report.unusedExemptions.map(({ rule, exemption }) => {
      const { place: _, beside: __, ...written } = exemption;
      return {
        rule: rule.id,
        ...written,
        resource: bounded(exemption.resource),
        reason: bounded(exemption.reason),
        owner: bounded(exemption.owner),
      };
    }),
  });
}

function entry(shown: Entry) {
  const { rule, finding, exemption, change } = shown;
  return {
    rule: rule.id,
    title: rule.title,
    class: rule.class,
    severity: rule.severity,
    level: shown.level,
    outcome: shown.outcome,
    blocking: shown.blocking,
    ...(change ? { change } : {}),
    resource: {
      urn: shown.urn,
      name: shown.name,
      type: shown.type,
      token: shown.token,
      ...shown.place,
    },
    property: shown.property,
    message: shown.message,
    why: rule.why,
    fix: fixOf(finding),
    docs: rule.links[0],
    controls: controlsOf(rule),
    threats: threatsOf(rule),
    fingerprint: printOf(shown),
    ...(exemption ? { exemption } : {}),
    ...(finding.accepted ? { baseline: finding.accepted } : {}),
  };
}
