import { type Command, list, required, text, type Values, wholeNumber } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { commandOf } from '@/apps/cli/verb-command';
import type { CreateScheduleInput } from '@/lib/contracts/schedules';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  updateSchedule,
} from '@/lib/server/services/schedule';

/** The verb says what it takes; here is only what a shell writes otherwise. */
function orderOf(values: Values): CreateScheduleInput {
  const title = text(values, 'title');
  const keep = wholeNumber(values, 'keep');
  return {
    name: required(values, 'name'),
    report: {
      kind: values.moment ? 'moment' : 'period',
      filter: text(values, 'filter') ?? '',
      lang: (text(values, 'lang') ?? 'en') as CreateScheduleInput['report']['lang'],
      ...(title !== undefined && { title }),
    },
    every: required(values, 'every') as CreateScheduleInput['every'],
    on: wholeNumber(values, 'on') ?? null,
    at: required(values, 'at'),
    timeZone: required(values, 'zone'),
    recipients: list(values, 'to') ?? [],
    attach: values.attach === true,
    ...(keep !== undefined && { keep }),
    keepDays: wholeNumber(values, 'keep-days') ?? null,
  };
}

/** Whoever resumes a schedule is its owner from then on: here this server's own shell, which sees everything. */
const enabling = (word: 'pause' | 'resume', does: string): Command => ({
  ...commandOf(updateSchedule, {
    usage: `report-schedule ${word} ID`,
    does,
    example: `report-schedule ${word} 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b`,
    input: ({ words: [id = ''] }) => ({ id, enabled: word === 'resume' }),
    lines: ({ id }) => [id],
  }),
  isPartly: true,
});

export const scheduleCommands: readonly Command[] = [
  commandOf(createSchedule, {
    usage:
      'report-schedule create --name N --every day|week|month [--on DAY] --at 07:00 --zone Z [--moment] [--filter F] [--lang en] [--title T] [--to E-MAIL]... [--attach] [--keep N] [--keep-days N]',
    does: 'makes reports again and again, of the day, week or month before or with --moment of the moment itself',
    example:
      'report-schedule create --name Weekly --every week --on 1 --at 07:00 --zone Europe/Paris --keep 8',
    input: ({ values }) => orderOf(values),
    lines: ({ id, next }, { log }) => {
      log(`Next: ${next.join(', ')}`);
      return [id];
    },
  }),
  commandOf(listSchedules, {
    usage: 'report-schedule list',
    does: 'lists the schedules of reports, each with its next date and its last report',
    example: 'report-schedule list',
    lines: ({ schedules }) =>
      table(
        ['id', 'name', 'owner', 'next', 'last', 'recipients', 'problem'],
        schedules.map(({ id, name, owner, next, last, recipients, stopped }) => [
          id,
          name,
          owner,
          next[0] ?? 'paused',
          last?.number ?? null,
          recipients.length,
          stopped ?? last?.error?.code ?? last?.mails.problem?.code ?? null,
        ]),
      ),
  }),
  enabling('pause', 'makes no more reports by a schedule until it is resumed'),
  enabling('resume', 'makes reports by a schedule again, with the rights of this shell'),
  commandOf(deleteSchedule, {
    usage: 'report-schedule delete ID',
    does: 'deletes a schedule; its reports stay',
    example: 'report-schedule delete 0198f2c4-7d3e-7c1a-9b52-3f6a1d2e4c5b',
    lines: ({ id }) => [id],
  }),
];
