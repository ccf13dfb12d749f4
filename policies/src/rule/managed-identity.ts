import { type Condition, matches } from './conditions';

/** The resource has a managed identity of either kind, in all spellings: `SystemAssigned, UserAssigned` with or without the blank. */
export const managedIdentity: Condition = matches(
  /(system|user)assigned/i,
  'be `SystemAssigned` or `UserAssigned`',
);
