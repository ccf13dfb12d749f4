import type { Resource } from '../resources/resource';
import type { Reading } from '../rule/reading';
import type { OptionValues, ResourceView, Rule, StackView } from '../rule/rule';
import { type Applied, watching } from '../rule/watch';
import { isStackRule, type Judgement, judgeInStack, judgeResource } from './judge';
import { viewOf } from './view';

/** One step of a rule on its way to a verdict, in the order in which it was taken. */
export type Step =
  | {
      readonly kind: 'reading';
      readonly resource: Resource;
      readonly path: string;
      readonly reading: Reading;
    }
  | { readonly kind: 'empty'; readonly resource: Resource; readonly path: string }
  | { readonly kind: 'condition'; readonly applied: Applied }
  | { readonly kind: 'relation'; readonly what: string };

/** What a rule did with a resource. */
export interface Explanation {
  readonly steps: readonly Step[];
  /** None where the rule does not apply. */
  readonly judgements: readonly Judgement[];
}

/** Judges a resource by a rule once more, and notes every reading, relation and condition. Never throws. */
export function explain(
  rule: Rule,
  resource: Resource,
  stack: StackView,
  options: OptionValues,
): Explanation {
  const steps: Step[] = [];
  const note = (step: Step) => {
    steps.push(step);
  };
  const judgements = watching(
    (applied) => note({ kind: 'condition', applied }),
    () =>
      isStackRule(rule)
        ? judgeInStack(rule, resource, notedStack(stack, note), options)
        : judgeResource(rule, resource, options, notedView(viewOf(resource), note)),
  );
  return { steps, judgements };
}

function notedView(view: ResourceView, note: (step: Step) => void): ResourceView {
  const { resource } = view;
  const all = (path: string): readonly Reading[] => {
    const readings = view.all(path);
    if (readings.length === 0) note({ kind: 'empty', resource, path });
    for (const reading of readings) note({ kind: 'reading', resource, path, reading });
    return readings;
  };
  const one = (path: string): Reading => {
    const reading = view.one(path);
    note({ kind: 'reading', resource, path, reading });
    return reading;
  };
  return { resource, all, one };
}

const named = ({ name }: Resource): string => name;

/** The whole stack, whose every answer is noted in words. What a rule reads in a resource by itself is not seen. */
function notedStack(stack: StackView, note: (step: Step) => void): StackView {
  const say = (what: string, found: readonly string[]) =>
    note({ kind: 'relation', what: `${what}: ${found.length === 0 ? 'none' : shortened(found)}` });
  const possible = (found: readonly { readonly resource: Resource; readonly answer: string }[]) =>
    found.map(({ resource, answer }) => (answer === 'yes' ? resource.name : `${resource.name} (perhaps)`));
  return {
    ...stack,
    view: (resource) => notedView(stack.view(resource), note),
    ofType: (type) => {
      const found = stack.ofType(type);
      say(`resources of type ${type}`, found.map(named));
      return found;
    },
    refersTo: (from, path, to) => {
      const answer = stack.refersTo(from, path, to);
      note({ kind: 'relation', what: `\`${path}\` of ${from.name} points at ${to.name}: ${answer}` });
      return answer;
    },
    referring: (type, paths, to) => {
      const found = stack.referring(type, paths, to);
      say(`${type} whose \`${paths.join('` or `')}\` points at ${to.name}`, possible(found));
      return found;
    },
    referred: (from, path, type) => {
      const found = stack.referred(from, path, type);
      say(`${type} that \`${path}\` of ${from.name} points at`, possible(found));
      return found;
    },
    childrenOf: (parent, type) => {
      const found = stack.childrenOf(parent, type);
      say(`children of ${parent.name} of type ${type}`, found.map(named));
      return found;
    },
    find: (urn) => {
      const found = stack.find(urn);
      say(`the resource ${urn}`, found ? [found.name] : []);
      return found;
    },
  };
}

const shortened = (names: readonly string[]): string =>
  names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');
