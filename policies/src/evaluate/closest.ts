/** The closest of the names, as the end of a sentence, where one is close enough to be what was meant. */
export function closest(given: string, names: readonly string[]): string {
  const most = Math.max(2, given.length / 3);
  const { length } = [...given];
  const [best] = names
    // Each letter that one has more is a change, and to compare letters takes long where a text does.
    .filter((name) => Math.abs([...name].length - length) <= most)
    .map((name) => ({ name, distance: distance(given, name) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= most ? `; did you mean \`${best.name}\`?` : '.';
}

/** The number of single-letter changes between two texts (Levenshtein). */
function distance(a: string, b: string): number {
  const letters = [...b];
  // The changes from what was read of `a` so far to each beginning of `b`; the last of them is to all of it.
  let row = letters.map((_, index) => index + 1);
  let last = letters.length;
  for (const [index, letter] of [...a].entries()) {
    let diagonal = index;
    last = index + 1;
    row = row.map((above, column) => {
      const change = diagonal + Number(letter !== letters[column]);
      diagonal = above;
      last = Math.min(above + 1, last + 1, change);
      return last;
    });
  }
  return last;
}
