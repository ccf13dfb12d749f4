import type { Finding } from '../evaluate/finding';

/** A finding as plain text: what is wrong, why it matters, what to write instead. Holds no property value. */
export function explanation(finding: Finding): string {
  const { rule, outcome, exemption, message } = finding;
  if (outcome === 'exempt' && exemption) {
    const ticket = exemption.ticket ? `, ${exemption.ticket}` : '';
    return `${message}\nExempt until ${exemption.expires} (${exemption.owner}${ticket}): ${exemption.reason}`;
  }
  if (outcome === 'error' || outcome === 'unknown') return message;
  return [
    message,
    `Why: ${rule.why}`,
    `Fix: ${fixOf(finding)}`,
    ...rule.links.slice(0, 1).map((link) => `More: ${link}`),
  ].join('\n');
}

/** What to write instead, with a warning where Azure replaces the resource for it. */
export function fixOf({ rule }: Finding): string {
  return rule.fix.replaces ? `${rule.fix.say} Azure replaces an existing resource for this.` : rule.fix.say;
}
