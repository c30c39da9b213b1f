import { randomUUID } from 'node:crypto';
import { uuid } from '@/apps/simulator/fleet/seeded';
import type { HostRow } from '@/lib/contracts/fleet';
import type { Ctx } from '@/lib/server/context';
import { createEnrollmentToken, enrollHosts } from '@/lib/server/services/enrollment';
import { allowReenroll, retireHost } from '@/lib/server/services/host';
import { createApiToken, look, revokeApiToken } from '@/lib/server/services/operator';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_SECONDS } from '@/lib/util/durations';
import { CLAIRE } from './desk';
import type { Diary } from './diary';
import { PEOPLE } from './people';

const HOURS = 1 / 24;

/** What an administrator did besides: each page of the settings has something to show. */
export function administer(diary: Diary, hosts: readonly HostRow[]): void {
  giveTokens(diary);
  retireMistake(diary);
  const silent = hosts.find(({ state }) => state === 'Silent');
  if (silent !== undefined)
    diary.on(CLAIRE, 2 * HOURS, (ctx) => allowReenroll({ ctx, input: { id: silent.id } }));
  // Before the wave of the story, so that whoever signs in is told what changed since.
  for (const { email } of PEOPLE)
    diary.on(email, 10 * HOURS, (ctx) => look({ ctx, input: { hasSeen: true } }));
}

/** Only the hash of a secret is kept: whoever looks at the demo makes a token of their own to use one. */
function giveTokens(diary: Diary): void {
  const give = (email: string, daysAgo: number, name: string, role: 'viewer' | 'operator', days: number) => {
    const input = { name, role, expiresInSeconds: days * DAY_SECONDS };
    let id = '';
    diary.on(email, daysAgo, async (ctx) => {
      ({ id } = await createApiToken({ ctx, input }));
    });
    return () => id;
  };
  const replaced = give(CLAIRE, 30, 'Capacity report (old server)', 'viewer', 90);
  diary.on(CLAIRE, 9, (ctx) => revokeApiToken({ ctx, input: { id: replaced() } }));
  give(CLAIRE, 9, 'Capacity report', 'viewer', 90);
  give(CLAIRE, 4, 'Tickets for failing hosts', 'operator', 30);
  const input = { fabric: 'LYO-Prod', uses: 8, expiresInSeconds: 30 * DAY_SECONDS };
  diary.on(CLAIRE, 1, (ctx) => createEnrollmentToken({ ctx, input }));
}

/** Enrolled before it was installed, given back to its vendor, and retired before it had sent anything. */
const MISTAKE = { hostname: 'hv-lyo-0401', fqdn: 'hv-lyo-0401.lyo.fab.example' };
const MISTAKE_DAYS_AGO = 6;
const NOTICED_AFTER_DAYS = 0.25 * HOURS;

function retireMistake(diary: Diary): void {
  let id = '';
  diary.on(CLAIRE, MISTAKE_DAYS_AGO, async (ctx) => {
    const input = { fabric: 'LYO-Prod', uses: 1, expiresInSeconds: DAY_SECONDS };
    const { token } = await createEnrollmentToken({ ctx, input });
    id = await enrolMistake(ctx, token);
  });
  diary.on(CLAIRE, MISTAKE_DAYS_AGO - NOTICED_AFTER_DAYS, (ctx) => retireHost({ ctx, input: { id } }));
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
