import type { StackView } from './rule';

/**
 * Remembers for each stack what is computed from the whole of it, so that a rule which needs it for every resource takes no
 * longer per resource the more of them there are.
 */
export function oncePerStack<T>(compute: (stack: StackView) => T): (stack: StackView) => T {
  const known = new WeakMap<StackView, { readonly value: T }>();
  return (stack) => {
    const found = known.get(stack) ?? { value: compute(stack) };
    known.set(stack, found);
    return found.value;
  };
}
