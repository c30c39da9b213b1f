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

/** What happens at a time; of what a person does, whether the audit log tells it. */
type Entry = { daysAgo: number; act: (desk: Desk) => Promise<unknown>; email?: string; isLogged?: boolean };

/**
 * What was done in the demo, each thing on a day. It is written down in any order and done in the order of time: the audit
 * log keeps the order in which it is told.
 */
export class Diary {
  private readonly entries: Entry[] = [];

  on(email: string, daysAgo: number, act: Act): void {
    this.entries.push({ daysAgo, email, isLogged: true, act: ({ as }) => act(as(email, daysAgo)) });
  }

  /** Somebody opens the Fabric page. */
  looks(email: string, daysAgo: number, { hasSeen }: { hasSeen: boolean }): void {
    const act: Entry['act'] = ({ as }) => look({ ctx: as(email, daysAgo), input: { hasSeen } });
    this.entries.push({ daysAgo, email, isLogged: false, act });
  }

  /** What no person did. */
  at(daysAgo: number, act: Entry['act']): void {
    this.entries.push({ daysAgo, act });
  }

  /** Entries of one day are done in the order in which they were written down. */
  async live(desk: Desk): Promise<void> {
    const entries = inOrder(this.entries);
    const arrivals = arrivalsOf(entries).map(arrive);
    for (const { act } of inOrder([...arrivals, ...entries])) await act(desk);
  }
}

const inOrder = (entries: readonly Entry[]): Entry[] => entries.toSorted((a, b) => b.daysAgo - a.daysAgo);

const SESSION_DAYS = SESSION_IDLE_SECONDS / DAY_SECONDS;
const MINUTES_TO_ARRIVE = 1.6;

/** Somebody who signs in, and how many days ago. */
type Arrival = { email: string; daysAgo: number };

/**
 * Whoever does something has signed in shortly before, and signs in again once the session has ended. The session is counted
 * from the last entry of that person in the audit log, so that the log alone explains who was signed in.
 */
export function arrivalsOf(entries: readonly Omit<Entry, 'act'>[]): Arrival[] {
  const loggedAgo = new Map<string, number>();
  return entries.flatMap(({ email, daysAgo, isLogged = false }) => {
    if (email === undefined) return [];
    const isSignedIn = (loggedAgo.get(email) ?? Number.POSITIVE_INFINITY) - daysAgo < SESSION_DAYS;
    const arrivedAgo = daysAgo + MINUTES_TO_ARRIVE / DAY_MINUTES;
    if (isLogged) loggedAgo.set(email, daysAgo);
    else if (!isSignedIn) loggedAgo.set(email, arrivedAgo);
    return isSignedIn ? [] : [{ email, daysAgo: arrivedAgo }];
  });
}

const arrive = ({ email, daysAgo }: Arrival): Entry => ({
  daysAgo,
  act: ({ as }) => signIn(as(email, daysAgo)),
});

/** The first page that one sees is the Fabric page. */
async function signIn(ctx: Ctx): Promise<void> {
  await noteSignIn(ctx);
  await look({ ctx, input: { hasSeen: false } });
}
