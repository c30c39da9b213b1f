import { Temporal } from 'temporal-polyfill';
import { whole } from '@/apps/simulator/fleet/seeded';
import { DAY_MINUTES } from '@/apps/simulator/fleet/spells';
import { ListExceptionsInput } from '@/lib/contracts/exception';
import { defaultHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { exportExceptions } from '@/lib/server/services/exception';
import { auditExport } from '@/lib/server/services/host';
import { exportAudit } from '@/lib/server/services/system';
import { DAY_MS } from '@/lib/util/durations';
import { AGNES, CLAIRE, type Deciding, JULIEN, ZONE } from './desk';
import { type Diary, when } from './diary';

/** The newest hundred entries of the audit log are of so many days. */
const DAYS = 26;
const [MONDAY, FRIDAY, SATURDAY] = [1, 5, 6];

/** What people did on every day of work before today, besides what they decided. */
export function goThroughDays(diary: Diary, { beginMs, nowMs }: Deciding): void {
  for (let days = 1; days <= DAYS; days += 1) {
    const ms = nowMs - days * DAY_MS;
    const { dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(ZONE);
    if (ms >= beginMs && dayOfWeek < SATURDAY) goThrough(diary, days, dayOfWeek);
  }
}

function goThrough(diary: Diary, days: number, dayOfWeek: number): void {
  const about = (email: string, clock: string) =>
    when(days, clock) - whole(0, 25, email, clock, days) / DAY_MINUTES;
  const on = (email: string, clock: string, act: (ctx: Ctx) => Promise<unknown>) =>
    diary.on(email, about(email, clock), act);
  diary.looks(CLAIRE, about(CLAIRE, '07:48'), { hasSeen: false });
  diary.looks(JULIEN, about(JULIEN, '13:04'), { hasSeen: false });
  if (dayOfWeek === MONDAY) on(JULIEN, '13:32', filesHosts({ exclude: ['Passed'], include: [] }, 'xlsx'));
  if (dayOfWeek !== FRIDAY) return;
  on(CLAIRE, '08:15', filesHosts({ exclude: [], include: ['Silent'] }, 'csv'));
  on(AGNES, '10:05', filesExceptions);
  on(AGNES, '10:35', filesLog);
}

/** That a file leaves is noted before it does; nobody reads these. */
export const filesHosts = (state: HostQuery['filter']['state'], format: 'csv' | 'xlsx') => (ctx: Ctx) =>
  auditExport({ ctx, input: { ...defaultHostQuery(), filter: { state }, format, lang: 'en' } });

const filesExceptions = (ctx: Ctx) =>
  exportExceptions({ ctx, input: { ...ListExceptionsInput.parse({}), format: 'csv', lang: 'en' } });

async function filesLog(ctx: Ctx): Promise<void> {
  const since = new Date(ctx.now.getTime() - 7 * DAY_MS);
  const { chunks } = await exportAudit({ ctx, input: { since, format: 'csv' } });
  await chunks.return(undefined);
}
