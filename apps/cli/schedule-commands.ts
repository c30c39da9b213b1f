import { type Command, list, required, text, type Values } from '@/apps/cli/command';
import { table } from '@/apps/cli/output';
import { UsageError } from '@/apps/cli/usage';
import type { CreateScheduleInput } from '@/lib/contracts/schedules';
import { mailFactsOf } from '@/lib/server/mail/mail-facts';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  updateSchedule,
} from '@/lib/server/services/schedule';

function wholeNumber(values: Values, option: string): number | undefined {
  const given = text(values, option);
  if (given === undefined) return undefined;
  if (!/^\d{1,9}$/.test(given)) throw new UsageError(`--${option} is a whole number, not "${given}"`);
  return Number(given);
}

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

const scheduleCreate: Command = {
  usage:
    'report-schedule create --name N --every day|week|month [--on DAY] --at 07:00 --zone Z [--moment] [--filter F] [--lang en] [--title T] [--to E-MAIL]... [--attach] [--keep N] [--keep-days N]',
  does: 'makes reports again and again, of the day, week or month before or with --moment of the moment itself',
  words: 0,
  options: {
    name: { type: 'string' },
    every: { type: 'string' },
    on: { type: 'string' },
    at: { type: 'string' },
    zone: { type: 'string' },
    moment: { type: 'boolean' },
    filter: { type: 'string' },
    lang: { type: 'string' },
    title: { type: 'string' },
    to: { type: 'string', multiple: true },
    attach: { type: 'boolean' },
    keep: { type: 'string' },
    'keep-days': { type: 'string' },
  },
  run: async ({ ctx, env, values, log }) => {
    const { id, next } = await createSchedule({ ctx, input: orderOf(values), mail: mailFactsOf(env) });
    log(`Next: ${next.join(', ')}`);
    return [id];
  },
};

/** Whoever resumes a schedule is its owner from then on: here this server's own shell, which sees everything. */
const enabling = (word: 'pause' | 'resume', does: string): Command => ({
  usage: `report-schedule ${word} ID`,
  does,
  words: 1,
  run: async ({ ctx, env, words: [id = ''] }) => {
    const input = { id, enabled: word === 'resume' };
    return [(await updateSchedule({ ctx, input, mail: mailFactsOf(env) })).id];
  },
});

export const scheduleCommands: Record<string, Command> = {
  'report-schedule create': scheduleCreate,
  'report-schedule list': {
    usage: 'report-schedule list',
    does: 'lists the schedules of reports, each with its next date and its last report',
    words: 0,
    run: async ({ ctx, env }) => {
      const { schedules } = await listSchedules({ ctx, mail: mailFactsOf(env) });
      return table(
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
      );
    },
  },
  'report-schedule pause': enabling('pause', 'makes no more reports by a schedule until it is resumed'),
  'report-schedule resume': enabling(
    'resume',
    'makes reports by a schedule again, with the rights of this shell',
  ),
  'report-schedule delete': {
    usage: 'report-schedule delete ID',
    does: 'deletes a schedule; its reports stay',
    words: 1,
    run: async ({ ctx, words: [id = ''] }) => [(await deleteSchedule({ ctx, input: { id } })).id],
  },
};
