/** A list that has the newest first is read on, towards older things, or back. */
export type Towards = 'older' | 'newer';

export const isTowards = (value: unknown): value is Towards => value === 'older' || value === 'newer';

/** Which pages lie beside one that was read this way (null: the first one), beyond which there were more or not. */
export function pagesBeside(towards: Towards | null, hasMore: boolean) {
  const isBack = towards === 'newer';
  // Who came from somewhere can go back there.
  return { hasOlder: isBack || hasMore, hasNewer: isBack ? hasMore : towards !== null };
}
