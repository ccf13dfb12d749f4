/** For an option that can be given several times: adds a value to those before. */
export const collect = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  value,
];
