import { randomUUID } from 'node:crypto';
import { ListExceptionsInput, type RequestExceptionInput } from '@/lib/contracts/exception';
import type { HostRow } from '@/lib/contracts/fleet';
import { defaultHostQuery } from '@/lib/contracts/host-query';
import { boundsOfDays, daysOfPreset } from '@/lib/domain/report/presets';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import {
  approveException,
  listExceptions,
  renewException,
  requestException,
  withdrawException,
} from '@/lib/server/services/exception';
import { listHosts } from '@/lib/server/services/host';
import { listOperators } from '@/lib/server/services/operator';
import { createReport, listReports } from '@/lib/server/services/report';
import { PEOPLE } from './people';

const DAY_MS = 86_400_000;
const ZONE = 'Europe/Paris';

type Deciding = {
  db: DbRoot;
  /** When the past begins, and when it ends. */
  beginMs: number;
  nowMs: number;
};

type Desk = {
  /** A person of the demo, so many days ago, and never before the past begins. */
  as: (email: string, daysAgo: number) => Ctx;
  inDays: (days: number) => Date;
};

const CLAIRE = 'claire.morel@fab.example';
const JULIEN = 'julien.arnaud@fab.example';
const AGNES = 'agnes.weber@fab.example';

async function deskOf({ db, beginMs, nowMs }: Deciding): Promise<Desk> {
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

/** What people decided about hosts that fail: exceptions in every state, asked for and approved by two of them. */
export async function decideExceptions(deciding: Deciding): Promise<void> {
  const desk = await deskOf(deciding);
  const input = ListExceptionsInput.parse({ limit: 1 });
  if ((await listExceptions({ ctx: desk.as(JULIEN, 0), input })).total > 0) return;
  const take = takingFrom(await failingHosts(desk.as(JULIEN, 0)));
  // In a past too short for it, or a fleet too small, the rest is enough.
  const isLong = deciding.nowMs - deciding.beginMs > 45 * DAY_MS;
  if (isLong) await take('HibernationEnabled', (host) => endedOne(desk, host));
  if (isLong) await take('BitLocker', (host) => withdrawnOne(desk, host));
  await take('DumpEncryptionKey', (host) => endingOne(desk, host));
  await take('Iommu', (host) => laterOne(desk, host));
  await take('UnauthorizedHost', async (host) => {
    await requestException({ ctx: desk.as(CLAIRE, 1), input: waitingFor(desk, host) });
  });
}

async function failingHosts(ctx: Ctx): Promise<readonly HostRow[]> {
  const state = { include: [], exclude: ['Passed' as const, 'Silent' as const] };
  const input = { ...defaultHostQuery(), filter: { state }, limit: 500 };
  return (await listHosts({ ctx, input })).hosts;
}

/** Each host once, the first one with a cause; nothing is decided where there is none. */
function takingFrom(hosts: readonly HostRow[]) {
  const left = new Set(hosts);
  return async (cause: string, decide: (host: HostRow) => Promise<void>): Promise<void> => {
    const host = [...left].find((one) => one.cause.includes(cause));
    if (host === undefined) return;
    left.delete(host);
    await decide(host);
  };
}

type Terms = Pick<RequestExceptionInput, 'reason' | 'control' | 'owner'> & { ends: number };

const asked = ({ inDays }: Desk, host: HostRow, { ends, ...words }: Terms): RequestExceptionInput => ({
  hosts: [host.id],
  causes: [...host.cause],
  ...words,
  reviewAt: inDays(ends - 7),
  endsAt: inDays(ends),
});

async function endedOne(desk: Desk, host: HostRow): Promise<void> {
  const input = asked(desk, host, {
    reason: 'Test node, decommission planned',
    control: 'No production VM may be placed there',
    owner: 'Ops Lyon',
    ends: -4,
  });
  const { id } = await requestException({ ctx: desk.as(JULIEN, 40), input });
  await approveException({ ctx: desk.as(CLAIRE, 39), input: { id } });
}

async function withdrawnOne(desk: Desk, host: HostRow): Promise<void> {
  const input = asked(desk, host, {
    reason: 'Restart window booked for the night of Thursday',
    control: 'The rack is locked, and its console is recorded',
    owner: 'Ops Paris',
    ends: 20,
  });
  const { id } = await requestException({ ctx: desk.as(CLAIRE, 30), input });
  await approveException({ ctx: desk.as(JULIEN, 30), input: { id } });
  await withdrawException({ ctx: desk.as(JULIEN, 3), input: { id } });
}

/** Its renewal waits for approval. */
async function endingOne(desk: Desk, host: HostRow): Promise<void> {
  const input = asked(desk, host, {
    reason:
      'Dump certificate being renewed. The current key expires before the authority can issue a new one.',
    control:
      'Crash dumps go to a BitLocker volume that only the security team can read. Checked every Friday.',
    owner: 'Ops Paris',
    ends: 21,
  });
  const { id } = await requestException({ ctx: desk.as(JULIEN, 18), input });
  await approveException({ ctx: desk.as(CLAIRE, 17), input: { id } });
  const renewal = {
    id,
    reason: 'The certificate authority moves in January',
    reviewAt: desk.inDays(40),
    endsAt: desk.inDays(52),
  };
  await renewException({ ctx: desk.as(JULIEN, 0), input: renewal });
}

async function laterOne(desk: Desk, host: HostRow): Promise<void> {
  const input = asked(desk, host, {
    reason: 'Needs a firmware setting that the vendor releases in January',
    control: 'The host runs test VMs alone',
    owner: 'Ops Paris',
    ends: 68,
  });
  const { id } = await requestException({ ctx: desk.as(CLAIRE, 10), input });
  await approveException({ ctx: desk.as(JULIEN, 9), input: { id } });
}

const waitingFor = (desk: Desk, host: HostRow): RequestExceptionInput =>
  asked(desk, host, {
    reason: 'The trusted group is being audited',
    control: 'Two people watch every change of the group',
    owner: 'DR team',
    ends: 37,
  });

/** One on now and one on last month, as an auditor asks for them. The server makes them once it runs. */
export async function askForReports(deciding: Deciding): Promise<void> {
  const { beginMs, nowMs } = deciding;
  const { as } = await deskOf(deciding);
  const ctx = as(AGNES, 0);
  const known = await listReports({ ctx, input: { limit: 1 } });
  if (known.total > 0) return;
  const fabric = 'PAR-Prod';
  await createReport({
    ctx,
    input: { kind: 'moment', timeZone: ZONE, lang: 'fr', filter: `fabric=${fabric}` },
  });
  const month = boundsOfDays(daysOfPreset('lastMonth', nowMs, ZONE), { timeZone: ZONE, now: nowMs });
  if (month === null || month.from < beginMs) return;
  const period = { from: new Date(month.from).toISOString(), to: new Date(month.to).toISOString() };
  await createReport({ ctx, input: { kind: 'period', ...period, timeZone: ZONE, lang: 'en' } });
}
