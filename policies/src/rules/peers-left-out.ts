import type { LeftOut } from '../rule/left-out';

/** Checks of other tools in scope that no rule repeats. */
export const peersLeftOut: readonly LeftOut[] = [
  { ids: ['CKV_AZURE_43'], why: 'a naming rule; Azure itself refuses names that break it' },
];
