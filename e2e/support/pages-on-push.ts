import { isLongRun } from '@/test/support/runs';

/** A few pages on a push, and the others as well in the long run. */
export const pagesLooked = (few: readonly string[], others: readonly string[]): readonly string[] =>
  isLongRun ? [...few, ...others] : few;
