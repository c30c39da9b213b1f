import type { Ctx } from '@/lib/server/context';
import type { Desk } from './desk';

type Act = (ctx: Ctx) => Promise<unknown>;

/**
 * What was done in the demo, each thing on a day. It is written down in any order and done in the order of time: the audit
 * log keeps the order in which it is told.
 */
export class Diary {
  private readonly entries: { daysAgo: number; act: (desk: Desk) => Promise<unknown> }[] = [];

  on(email: string, daysAgo: number, act: Act): void {
    this.at(daysAgo, ({ as }) => act(as(email, daysAgo)));
  }

  /** What no person did. */
  at(daysAgo: number, act: (desk: Desk) => Promise<unknown>): void {
    this.entries.push({ daysAgo, act });
  }

  /** Entries of one day are done in the order in which they were written down. */
  async live(desk: Desk): Promise<void> {
    const inOrder = this.entries.toSorted((a, b) => b.daysAgo - a.daysAgo);
    for (const { act } of inOrder) await act(desk);
  }
}
