import { type Beside, besideFrom } from '../evaluate/beside';
import { closest } from '../evaluate/closest';
import type { RuleSettings } from '../evaluate/evaluate';
import type { Properties } from '../resources/value';
import type { Rule } from '../rule/rule';

/** The exemptions that the program has told of so far. Each comes before the resource that it is for. */
export class BesideExemptions {
  private readonly byUrn = new Map<string, Beside>();

  /** Takes one in; gives what is wrong with it, as the end of a sentence, or undefined. `ids` are those of all rules there are. */
  add(urn: string, properties: Properties, ids: ReadonlySet<string>): string | undefined {
    const beside = besideFrom(properties);
    if (typeof beside === 'string') return `${beside}.`;
    const { rule } = beside;
    if (!ids.has(rule)) return `the pack has no rule \`${rule}\`${closest(rule, [...ids])}`;
    this.byUrn.set(urn, beside);
    return undefined;
  }

  /** The settings of a rule with the exemptions that programs have for it. */
  with(settings: RuleSettings, { id, formerIds = [] }: Rule): RuleSettings {
    if (this.byUrn.size === 0) return settings;
    const own = [...this.byUrn.values()].filter(({ rule }) => rule === id || formerIds.includes(rule));
    return own.length === 0 ? settings : { ...settings, beside: own.map(({ exemption }) => exemption) };
  }
}
