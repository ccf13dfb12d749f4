import { isList, textOf } from '../resources/value';
import { isAnyAddress } from './conditions';
import type { Reading } from './reading';
import type { ResourceView, Verdict } from './rule';

/** One rule of an IP filter of a hub or provisioning service, field by field. */
export interface FilterRule {
  readonly mask: Reading;
  readonly action: Reading | undefined;
  readonly target: Reading | undefined;
}

/** The rules of the list at `path`; none where the list itself is missing, unknown or no list. */
export function filterRules(view: ResourceView, path: string): readonly FilterRule[] {
  const list = view.one(path);
  if (list.state !== 'known' || !isList(list.value)) return [];
  // All paths give one reading per rule, so they can be read side by side.
  const actions = view.all(`${path}[].action`);
  const targets = view.all(`${path}[].target`);
  return view
    .all(`${path}[].ipMask`)
    .map((mask, index) => ({ mask, action: actions[index], target: targets[index] }));
}

/** Whether a reading is this text, in any case. */
export const isText = (reading: Reading | undefined, text: string): boolean =>
  reading?.state === 'known' && textOf(reading.value).toLowerCase() === text;

/** Whether a rule rejects all addresses; undefined where that is not known yet. */
export function closes({ mask, action }: FilterRule): boolean | undefined {
  const rejects = action?.state === 'unknown' ? undefined : isText(action, 'reject');
  const all = mask.state === 'unknown' ? undefined : isText(mask, '0.0.0.0/0');
  if (rejects === false || all === false) return false;
  return rejects && all;
}

/**
 * The verdicts on an IP filter: no rule accepts the whole internet, and one rejects what no other accepts. The service
 * takes the first rule that matches and lets in what none matches, so a filter closes nothing without the latter.
 */
export function filterVerdicts(view: ResourceView, path: string): readonly Verdict[] {
  if (view.one(path).state === 'unknown') return [{ outcome: 'unknown', property: path }];
  const rules = filterRules(view, path);
  const verdicts = rules.map(({ mask, action }): Verdict => {
    const property = mask.path;
    if (mask.state === 'known' && !isAnyAddress(textOf(mask.value))) return { outcome: 'pass', property };
    if (isText(action, 'reject')) return { outcome: 'pass', property };
    if (mask.state === 'unknown' || action?.state === 'unknown') return { outcome: 'unknown', property };
    const message = `\`${property}\` accepts the whole internet, or nearly all of it.`;
    return { outcome: 'fail', property, message };
  });
  const closing = rules.map(closes);
  if (closing.includes(true)) return verdicts;
  if (closing.includes(undefined)) return [...verdicts, { outcome: 'unknown', property: path }];
  const message =
    rules.length === 0
      ? `\`${path}\` is not set, so the service accepts every address.`
      : `\`${path}\` has no rule that rejects \`0.0.0.0/0\`, so the service accepts every address that no rule names.`;
  return [...verdicts, { outcome: 'fail', property: path, message }];
}
