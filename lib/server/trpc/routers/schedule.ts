import { z } from 'zod';
import { ById, Done } from '@/lib/contracts/administration';
import {
  CreateScheduleInput,
  ScheduleList,
  ScheduleRow,
  UpdateScheduleInput,
} from '@/lib/contracts/schedules';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
} from '@/lib/server/services/schedule';
import { allowed, router } from '@/lib/server/trpc/init';

const maker = allowed('report.make');

export const scheduleRouter = router({
  list: maker
    .input(z.void())
    .output(ScheduleList)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { mail },
        },
      }) => listSchedules({ ctx, input: { mail } }),
    ),
  get: maker
    .input(ById)
    .output(ScheduleRow)
    .query(({ ctx: { ctx }, input }) => getSchedule({ ctx, input })),
  create: maker
    .input(CreateScheduleInput)
    .output(ScheduleRow)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { mail },
        },
        input,
      }) => createSchedule({ ctx, input, mail }),
    ),
  update: maker
    .input(UpdateScheduleInput)
    .output(ScheduleRow)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { mail },
        },
        input,
      }) => updateSchedule({ ctx, input, mail }),
    ),
  delete: maker
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => deleteSchedule({ ctx, input })),
});
