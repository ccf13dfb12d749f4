/** Breaks a text into lines of at most so many characters; what does not fit ends in an ellipsis. */
export function wrapped(text: string, length: number, most: number): readonly string[] {
  const words = text.split(' ').flatMap((word) => pieces(word, length));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  const end = lines[most - 1] as string;
  return [...lines.slice(0, most - 1), `${end.slice(0, length - 1)}…`];
}

/** A word that is too long for a line, in parts; broken behind a hyphen where there is one. */
function pieces(word: string, length: number): readonly string[] {
  const characters = [...word];
  if (characters.length <= length) return [word];
  const hyphen = characters.slice(0, length).lastIndexOf('-');
  const end = hyphen > length / 3 ? hyphen + 1 : length;
  return [characters.slice(0, end).join(''), ...pieces(characters.slice(end).join(''), length)];
}

/** A text on one line, cut to a width in pixels as a usual font at 13 pixels takes it. */
export function fitted(text: string, width: number, letter = 7.4): string {
  const most = Math.max(1, Math.floor(width / letter));
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
