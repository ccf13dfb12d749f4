/** What a terminal would obey instead of showing. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** A text from a user's file, fit for one line of a terminal. */
export const plainLine = (text: string): string => text.replaceAll(unseen, '�');
