import { unseen } from '../report/text';

/** A text from a user's file, fit for one line of a terminal. */
export const plainLine = (text: string): string => text.replaceAll(unseen, '�');
