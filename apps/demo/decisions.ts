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
import { type Diary, when } from './diary';

/** What people decided about hosts that fail: exceptions in every state, asked for and approved by two of them. */
export async function decideExceptions(diary: Diary, deciding: Deciding): Promise<void> {
  const desk = await deskOf(deciding);
  const input = ListExceptionsInput.parse({ limit: 1 });
  if ((await listExceptions({ ctx: desk.as(JULIEN, 0), input })).total > 0) return;
  const take = takingFrom(await failingHosts(desk.as(JULIEN, 0)));
  const terms = (host: HostRow, words: Terms) => asked(desk, host, words);
  // A short past or a small fleet lacks the hosts for this decision, and the others are enough.
  const isLong = deciding.nowMs - deciding.beginMs > 45 * DAY_MS;
  // Nobody asks for an exception from a check that has not failed yet.
  const atMost = (daysAgo: number, { since }: HostRow) =>
    Math.min(daysAgo, Math.max(0, (deciding.nowMs - Date.parse(since)) / DAY_MS - UNNOTICED_DAYS));
  if (isLong)
    take('HibernationEnabled', (host) => {
      const requested = atMost(when(12, '13:31'), host);
      agree(diary, terms(host, ENDED), [JULIEN, requested], [CLAIRE, Math.min(requested, when(11, '09:12'))]);
    });
  if (isLong)
    take('BitLocker', (host) => withdrawnOne(diary, terms(host, WITHDRAWN), atMost(when(6, '08:34'), host)));
  take('DumpEncryptionKey', (host) =>
    endingOne(diary, desk, terms(host, ENDING), atMost(when(17, '13:52'), host)),
  );
  take('Iommu', (host) => {
    const requested = atMost(when(1, '14:46'), host);
    agree(diary, terms(host, LATER), [CLAIRE, requested], [JULIEN, Math.min(requested, when(1, '17:12'))]);
  });
  take('UnauthorizedHost', (host) =>
    diary.on(CLAIRE, when(1, '15:03'), (ctx) => requestException({ ctx, input: terms(host, WAITING) })),
  );
}

const UNNOTICED_DAYS = 1 / 24;

async function failingHosts(ctx: Ctx): Promise<readonly HostRow[]> {
  const state = { include: [], exclude: ['Passed' as const, 'Silent' as const] };
  const input = { ...defaultHostQuery(), filter: { state }, limit: 500 };
  return (await listHosts({ ctx, input })).hosts;
}

/** Each host once, the one that has failed longest with a cause; nothing is decided where there is none. */
function takingFrom(hosts: readonly HostRow[]) {
  const left = new Set(hosts.toSorted((one, other) => Date.parse(one.since) - Date.parse(other.since)));
  return (cause: string, decide: (host: HostRow) => void): void => {
    const host = [...left].find((one) => one.cause.includes(cause));
    if (host === undefined) return;
    left.delete(host);
    decide(host);
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

/** Who did it, and how many days ago. */
type Done = [email: string, daysAgo: number];

/** One person asks and another approves. Gives the exception's id, which is known from then on. */
function agree(diary: Diary, input: RequestExceptionInput, requested: Done, approved: Done): () => string {
  let id = '';
  diary.on(...requested, async (ctx) => {
    ({ id } = await requestException({ ctx, input }));
  });
  diary.on(...approved, (ctx) => approveException({ ctx, input: { id } }));
  return () => id;
}

const ENDED: Terms = {
  reason: 'Test node, decommission planned',
  control: 'No production VM may be placed there',
  owner: 'Ops Lyon',
  ends: -4,
};

const WITHDRAWN: Terms = {
  reason: 'Restart window booked for Thursday night',
  control: 'The rack is locked, and its console is recorded',
  owner: 'Ops Lyon',
  ends: 20,
};

/** Whoever approves sees it some hours after it was asked for. */
const SEEN_AFTER_DAYS = 5 / 24;

function withdrawnOne(diary: Diary, input: RequestExceptionInput, daysAgo: number): void {
  const id = agree(diary, input, [CLAIRE, daysAgo], [JULIEN, Math.max(0, daysAgo - SEEN_AFTER_DAYS)]);
  const withdrawn = Math.max(0, Math.min(daysAgo - SEEN_AFTER_DAYS, when(3, '13:16')));
  diary.on(JULIEN, withdrawn, (ctx) => withdrawException({ ctx, input: { id: id() } }));
}

const ENDING: Terms = {
  reason: 'Dump certificate being renewed. The current key expires before the authority can issue a new one.',
  control: 'Crash dumps go to a BitLocker volume that only the security team can read. Checked every Friday.',
  owner: 'Ops Paris',
  ends: 21,
};

/** Its renewal waits for approval. */
function endingOne(diary: Diary, { inDays }: Desk, input: RequestExceptionInput, daysAgo: number): void {
  const approved = Math.min(daysAgo, when(16, '08:20'));
  const id = agree(diary, input, [JULIEN, daysAgo], [CLAIRE, approved]);
  const reason = 'The certificate authority moves in January';
  const renewal = { reason, reviewAt: inDays(40), endsAt: inDays(52) };
  const renewed = Math.min(approved, when(1, '17:38'));
  diary.on(JULIEN, renewed, (ctx) => renewException({ ctx, input: { id: id(), ...renewal } }));
}

const LATER: Terms = {
  reason: 'Needs a firmware setting that the vendor releases in January',
  control: 'The host runs test VMs alone',
  owner: 'Ops Paris',
  ends: 68,
};

const WAITING: Terms = {
  reason: 'The trusted group is being audited',
  control: 'Two people watch every change of the group',
  owner: 'DR team',
  ends: 37,
};

/** One on now and one on last month, as an auditor who comes in asks for them. The server makes them once it runs. */
export async function askForReports(
  deciding: Deciding,
  comeIn: (email: string) => Promise<unknown>,
): Promise<void> {
  const { beginMs, nowMs } = deciding;
  const { as } = await deskOf(deciding);
  const ctx = as(AGNES, 0);
  const known = await listReports({ ctx, input: { limit: 1 } });
  if (known.total > 0) return;
  await comeIn(AGNES);
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
