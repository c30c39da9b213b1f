import { randomUUID } from 'node:crypto';
import { uuid } from '@/apps/simulator/fleet/seeded';
import type { HostRow } from '@/lib/contracts/fleet';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { recordOccurrences } from '@/lib/server/audit/count-occurrences';
import { tokenCaller } from '@/lib/server/auth/resolve-caller';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { createEnrollmentToken, enrollHosts, listEnrollmentTokens } from '@/lib/server/services/enrollment';
import { allowReenroll, listHostRecords, retireHost } from '@/lib/server/services/host';
import { createApiToken, listApiTokens, revokeApiToken } from '@/lib/server/services/operator';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_SECONDS } from '@/lib/util/durations';
import { CLAIRE } from './desk';
import { type Diary, when } from './diary';

/** What an administrator did besides: each page of the settings has something to show. */
export function administer(diary: Diary, hosts: readonly HostRow[]): void {
  giveTokens(diary);
  retireMistake(diary);
  const silent = hosts.find(({ state }) => state === 'Silent');
  if (silent !== undefined)
    diary.on(CLAIRE, when(0, '07:42'), (ctx) => allowReenroll({ ctx, input: { id: silent.id } }));
}

/** Only the hash of a secret is kept: whoever looks at the demo makes a token of their own to use one. */
function giveTokens(diary: Diary): void {
  const give = (daysAgo: number, name: string, role: 'viewer' | 'operator', days: number) => {
    const given = { id: '', token: '' };
    const input = { name, role, expiresInSeconds: days * DAY_SECONDS };
    diary.on(CLAIRE, daysAgo, async (ctx) => {
      const known = (await listApiTokens({ ctx })).find((token) => token.name === name);
      Object.assign(given, known ? { id: known.id } : await createApiToken({ ctx, input }));
    });
    return given;
  };
  const replaced = give(when(30, '09:20'), 'Capacity report (old server)', 'viewer', 90);
  const used = give(when(9, '09:02'), 'Capacity report', 'viewer', 90);
  diary.on(CLAIRE, when(9, '09:10'), (ctx) => revokeApiToken({ ctx, input: { id: replaced.id } }));
  for (let days = 8; days >= 0; days -= 1) askWithToken(diary, when(days, '06:00'), used);
  const tickets = give(when(4, '08:52'), 'Tickets for failing hosts', 'operator', 30);
  for (const [days, clock] of ASKED_FOR_TICKETS) askWithToken(diary, when(days, clock), tickets);
  const input = { fabric: 'LYO-Prod', uses: 8, expiresInSeconds: 30 * DAY_SECONDS };
  diary.on(CLAIRE, when(1, '15:20'), async (ctx) => {
    const known = await listEnrollmentTokens({ ctx });
    if (!known.some(({ uses, createdBy }) => uses === input.uses && createdBy === recordedBy(ctx.actor)))
      await createEnrollmentToken({ ctx, input });
  });
}

/** Once it is set up, and each night after. */
const ASKED_FOR_TICKETS = [
  [4, '09:05'],
  [3, '05:30'],
  [2, '05:30'],
  [1, '05:30'],
  [0, '05:30'],
] as const;

const ADDRESS_OF_PROGRAM = '10.20.4.17';

/** A program asks for something, and the server notes it; it has no token that an earlier start of the demo made. */
function askWithToken(diary: Diary, daysAgo: number, given: { token: string }): void {
  diary.at(daysAgo, async ({ as }) => {
    if (given.token === '') return;
    const ctx = as(CLAIRE, daysAgo);
    await tokenCaller({ ...ctx, address: ADDRESS_OF_PROGRAM }, given.token);
    await recordOccurrences({ ...ctx, actor: { kind: 'system', id: 'cli' } });
  });
}

/** Enrolled before it was installed, given back to its vendor, and retired before it had sent anything. */
const MISTAKE = { hostname: 'hv-lyo-0401', fqdn: 'hv-lyo-0401.lyo.fab.example' };

function retireMistake(diary: Diary): void {
  let id: string | null = null;
  diary.on(CLAIRE, when(6, '08:10'), async (ctx) => {
    if (await isRetired(ctx)) return;
    const input = { fabric: 'LYO-Prod', uses: 1, expiresInSeconds: DAY_SECONDS };
    const { token } = await createEnrollmentToken({ ctx, input });
    id = await enrolMistake(ctx, token);
  });
  diary.on(CLAIRE, when(6, '08:25'), async (ctx) => {
    if (id !== null) await retireHost({ ctx, input: { id } });
  });
}

async function isRetired(ctx: Ctx): Promise<boolean> {
  const input = { kind: 'retired', limit: MAX_LIMIT, cursor: null } as const;
  const { records } = await listHostRecords({ ctx, input });
  return records.some(({ name }) => name === MISTAKE.fqdn);
}

async function enrolMistake({ db, now }: Ctx, token: string): Promise<string> {
  const { serverEpoch } = await ensureInstallation(db, now);
  const [enrolled] = await enrollHosts({
    ctx: { actor: { kind: 'anonymous' }, db, now, requestId: randomUUID() },
    input: [{ ...MISTAKE, machineId: uuid('demo', MISTAKE.hostname), agentVersion: null }],
    token,
    settings: { serverEpoch, reportIntervalSeconds: 900 },
  });
  if (enrolled === undefined) throw new Error(`${MISTAKE.hostname} was not enrolled`);
  return enrolled.hostId;
}
