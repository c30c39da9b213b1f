import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { listOperators } from '@/lib/server/services/operator';
import { DAY_MS } from '@/lib/util/durations';
import { PEOPLE } from './people';

export const ZONE = 'Europe/Paris';

export type Deciding = {
  db: DbRoot;
  /** When the past begins, and when it ends. */
  beginMs: number;
  nowMs: number;
};

export type Desk = {
  /** A person of the demo, so many days ago, and never before the past begins. */
  as: (email: string, daysAgo: number) => Ctx;
  inDays: (days: number) => Date;
};

export const CLAIRE = 'claire.morel@fab.example';
export const JULIEN = 'julien.arnaud@fab.example';
export const AGNES = 'agnes.weber@fab.example';

export async function deskOf({ db, beginMs, nowMs }: Deciding): Promise<Desk> {
  const system: Ctx = {
    actor: { kind: 'system', id: 'cli' },
    db,
    now: new Date(nowMs),
    requestId: randomUUID(),
  };
  const ids = new Map((await listOperators({ ctx: system })).map(({ email, id }) => [email, id]));
  const as = (email: string, daysAgo: number): Ctx => {
    const person = PEOPLE.find((one) => one.email === email);
    const id = ids.get(email);
    if (person === undefined || id === undefined) throw new Error(`The demo has no ${email}`);
    const now = new Date(Math.max(beginMs, nowMs - daysAgo * DAY_MS));
    return {
      ...system,
      actor: { kind: 'operator', id, ...person, fabrics: 'all' },
      now,
      requestId: randomUUID(),
    };
  };
  return { as, inDays: (days) => new Date(nowMs + days * DAY_MS) };
}
