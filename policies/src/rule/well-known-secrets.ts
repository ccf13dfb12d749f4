import type { Value } from '../resources/value';
import type { Condition } from './conditions';

const placeholders = [
  'change|replace|insert|me|it|this|here|my|your|the|super|some|new|initial',
  'passwords?|passwd|passw0rd|p[a@][s$]{2}w[o0]rd|pass|pwd|secrets?|tokens?|keys?|values?|strings?',
  'testing|test|default|dummy|fake|example|only|sample|demo|placeholder|todo|tbd|fixme|null|undefined',
  'admin|administrator|root|guest|letmein|welcome|qwerty|abc|foo|bar|baz|hello|world',
].join('|');

/** Nothing but words that stand where a value should, with digits and signs behind them: `change-me`, `Passw0rd123!`. */
const onlyPlaceholders = new RegExp(
  `^(?:${placeholders})(?:[-_ .]?(?:${placeholders}))*[-_]?[\\d!@#$%*?.]*$`,
  'i',
);
/** One sign again and again, digits counting up, or a blank that was to be filled in: `<your-key>`, `\${KEY}`. */
const blanks = /^(?:(.)\1*|0?12345?6?7?8?9?0?|<[^<>]*>|\$\{[^{}]*\}|\{\{[^{}]*\}\}|%[^%]*%)$/;
/** The published keys of the storage and Cosmos DB emulators, and what goes with them. */
const emulators = /UseDevelopmentStorage=true|devstoreaccount1|Eby8vdM02xNOcqFl|C2y6yDjf5\/R\+ob0N/i;

/** The text is no secret that everybody knows. */
export const notWellKnown: Condition = {
  expected: 'not be a placeholder, a common password or the published key of an emulator',
  holds: (value) => !isWellKnown(value),
};

function isWellKnown(value: Value): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value).trim();
  // No placeholder is longer, and the patterns need not be tried on whole certificates.
  return emulators.test(text) || (text.length <= 64 && (onlyPlaceholders.test(text) || blanks.test(text)));
}
