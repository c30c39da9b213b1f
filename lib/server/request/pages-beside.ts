/** A list that has the newest first is read on, towards older things, or back. */
export type Towards = 'older' | 'newer';

export const isTowards = (value: unknown): value is Towards => value === 'older' || value === 'newer';

/** Which pages lie beside one that was read this way (null: the first one), beyond which there were more or not. */
export function pagesBeside(towards: Towards | null, hasMore: boolean) {
  const isBack = towards === 'newer';
  // A page that was reached with a cursor has a page on the side it was reached from.
  return { hasOlder: isBack || hasMore, hasNewer: isBack ? hasMore : towards !== null };
}
