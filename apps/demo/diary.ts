import type { Ctx } from '@/lib/server/context';
import type { Desk } from './desk';

type Act = (ctx: Ctx) => Promise<unknown>;

/**
 * What people of the demo did, each on a day. It is written down in any order and done in the order of time: the audit
 * log keeps the order in which it is told.
 */
export class Diary {
  private readonly entries: { email: string; daysAgo: number; act: Act }[] = [];

  on(email: string, daysAgo: number, act: Act): void {
    this.entries.push({ email, daysAgo, act });
  }

  /** Entries of one day are done in the order in which they were written down. */
  async live({ as }: Desk): Promise<void> {
    const inOrder = this.entries.toSorted((a, b) => b.daysAgo - a.daysAgo);
    for (const { email, daysAgo, act } of inOrder) await act(as(email, daysAgo));
  }
}
