import type { LedTo } from '@/components/hosts/use-led-to';

/** Which lines of the checks are open at first. A change of `rows` starts them all anew. */
export type Opening = {
  /** `next`: what is to be repaired next. */
  rows: 'next' | 'all' | 'none';
  turn: number;
  ledTo: LedTo;
  /** Paper has everything open. */
  isPrinting: boolean;
};

/** Whether a line starts open that is so at first, or not. */
export function isOpenAtFirst({ rows }: Opening, isNext: boolean): boolean {
  return rows === 'all' || (rows === 'next' && isNext);
}
