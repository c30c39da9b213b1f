import { visibleText } from '@/lib/util/visible-text';

/**
 * What the value of a word in an address has to be, as a code: a screen tells it in the language of its reader, the API in
 * English. What an address may say at most is `most`.
 */
export type ValueRule =
  | { rule: 'time' | 'once' | 'value' | 'noNul' | 'ownLink' }
  | { rule: 'wholeNumber' | 'short' | 'fewTimes' | 'fewWords'; most: number }
  | { rule: 'without'; other: string }
  | { rule: 'notAfter'; other: string; otherValue: string };

/** A longer value is known by its beginning. */
const SHOWN_CHARS = 100;

/** A value that somebody else wrote, as a sentence can have it. */
export function valueInSentence(text: string): string {
  const shown = visibleText(text.slice(0, SHOWN_CHARS));
  return text.length > SHOWN_CHARS ? `${shown}…` : shown;
}

/** Whether the value itself is at fault, and not how often it was given or what stands beside it. */
export const isAboutValue = ({ rule }: ValueRule): boolean =>
  rule !== 'once' && rule !== 'short' && rule !== 'fewTimes' && rule !== 'fewWords' && rule !== 'without';
