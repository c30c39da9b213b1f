import { z } from 'zod';
import { ById } from '@/lib/contracts/administration';
import { ScheduleList, ScheduleRow } from '@/lib/contracts/schedules';
import { verb } from '@/lib/server/verbs/verb';
import { findSchedule, readSchedules, seesSchedule, toScheduleRows } from './internal';

/** Lists schedules by name, including paused ones. */
export const listSchedules = verb({
  procedure: 'schedule.list',
  route: { at: 'GET /api/v1/report-schedules', tag: 'reports', operation: 'listReportSchedules' },
  summary: 'Lists the reports that are made again and again.',
  right: 'report.make',
  kind: 'query',
  input: z.void(),
  output: ScheduleList,
  needs: ['mail'],
  work: async ({ ctx, mail }) => {
    const stored = await readSchedules(ctx.db, {});
    const seen = stored.filter((schedule) => seesSchedule(ctx, schedule));
    return { asOf: ctx.now.toISOString(), mail, schedules: await toScheduleRows(ctx, seen) };
  },
});

export const getSchedule = verb({
  procedure: 'schedule.get',
  route: { at: 'GET /api/v1/report-schedules/:id', tag: 'reports', operation: 'getReportSchedule' },
  summary: 'Shows one schedule.',
  right: 'report.make',
  kind: 'query',
  input: ById,
  output: ScheduleRow,
  work: async ({ ctx, input }) => {
    const [row] = await toScheduleRows(ctx, [await findSchedule(ctx, input.id)]);
    return row as ScheduleRow;
  },
});
