/** The direction in which a list with the newest first continues: towards older things, or back. */
export type Towards = 'older' | 'newer';

export const isTowards = (value: unknown): value is Towards => value === 'older' || value === 'newer';

/**
 * Which pages lie next to one that was read in this direction (null: the first one), given whether there were
 * more.
 */
export function pagesBeside(towards: Towards | null, hasMore: boolean) {
  const isBack = towards === 'newer';
  // A page that was reached with a cursor has a page on the side from which it was reached.
  return { hasOlder: isBack || hasMore, hasNewer: isBack ? hasMore : towards !== null };
}
