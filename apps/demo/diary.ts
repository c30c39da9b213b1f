import { share } from '@/apps/simulator/fleet/seeded';
import { ago, DAY_MINUTES } from '@/apps/simulator/fleet/spells';
import { SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import { noteSignIn } from '@/lib/server/auth/sign-in';
import type { Ctx } from '@/lib/server/context';
import { look } from '@/lib/server/services/operator';
import { DAY_SECONDS } from '@/lib/util/durations';
import type { Desk } from './desk';

type Act = (ctx: Ctx) => Promise<unknown>;

/** A time of the story, whose present is 09:42, in days before that. People do nothing on the full minute. */
export const when = (days: number, clock: string): number =>
  (ago(days, clock) - share('seconds', days, clock)) / DAY_MINUTES;

type Entry = { daysAgo: number; act: (desk: Desk) => Promise<unknown>; email?: string };

/**
 * What was done in the demo, each thing on a day. It is written down in any order and done in the order of time: the audit
 * log keeps the order in which it is told.
 */
export class Diary {
  private readonly entries: Entry[] = [];

  on(email: string, daysAgo: number, act: Act): void {
    this.entries.push({ daysAgo, email, act: ({ as }) => act(as(email, daysAgo)) });
  }

  /** What no person did. */
  at(daysAgo: number, act: Entry['act']): void {
    this.entries.push({ daysAgo, act });
  }

  /** Entries of one day are done in the order in which they were written down. */
  async live(desk: Desk): Promise<void> {
    const entries = inOrder(this.entries);
    for (const { act } of inOrder([...arrivals(entries), ...entries])) await act(desk);
  }
}

const inOrder = (entries: readonly Entry[]): Entry[] => entries.toSorted((a, b) => b.daysAgo - a.daysAgo);

const SESSION_DAYS = SESSION_IDLE_SECONDS / DAY_SECONDS;
const MINUTES_TO_ARRIVE = 1.6;

/** Whoever does something has signed in shortly before, and again where nothing was done for as long as a session lasts. */
function arrivals(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, number>();
  return entries.flatMap(({ email, daysAgo }) => {
    if (email === undefined) return [];
    const isThere = (seen.get(email) ?? Number.POSITIVE_INFINITY) - daysAgo < SESSION_DAYS;
    seen.set(email, daysAgo);
    const arrivedAgo = daysAgo + MINUTES_TO_ARRIVE / DAY_MINUTES;
    return isThere ? [] : [{ daysAgo: arrivedAgo, act: ({ as }: Desk) => arrive(as(email, arrivedAgo)) }];
  });
}

/** The first page that one sees is the Fabric page. */
async function arrive(ctx: Ctx): Promise<void> {
  await noteSignIn(ctx);
  await look({ ctx, input: { hasSeen: false } });
}
