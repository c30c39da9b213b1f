import { ListExceptionsInput, type RequestExceptionInput } from '@/lib/contracts/exception';
import type { HostRow } from '@/lib/contracts/fleet';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import { boundsOfDays, daysOfPreset } from '@/lib/domain/report/presets';
import type { Ctx } from '@/lib/server/context';
import {
  approveException,
  listExceptions,
  renewException,
  requestException,
  withdrawException,
} from '@/lib/server/services/exception';
import { listHosts } from '@/lib/server/services/host';
import { createReport, listReports } from '@/lib/server/services/report';
import { DAY_MS } from '@/lib/util/durations';
import { AGNES, CLAIRE, type Deciding, type Desk, deskOf, JULIEN, ZONE } from './desk';

/** What people decided about hosts that fail: exceptions in every state, asked for and approved by two of them. */
export async function decideExceptions(deciding: Deciding): Promise<void> {
  const desk = await deskOf(deciding);
  const input = ListExceptionsInput.parse({ limit: 1 });
  if ((await listExceptions({ ctx: desk.as(JULIEN, 0), input })).total > 0) return;
  const take = takingFrom(await failingHosts(desk.as(JULIEN, 0)));
  // A short past or a small fleet lacks the hosts for this decision, and the others are enough.
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
