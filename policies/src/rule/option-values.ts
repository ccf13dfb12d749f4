import type { OptionValues } from './rule';

/** The value of an option that holds a list of texts; none where it holds something else. */
export function listOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return typeof value === 'object' ? value : [];
}
