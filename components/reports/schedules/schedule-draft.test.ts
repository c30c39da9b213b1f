import { describe, expect, it } from 'vitest';
import { CreateScheduleInput, type ScheduleRow } from '@/lib/contracts/schedules';
import {
  badAddress,
  beginSchedule,
  datesOfDraft,
  draftOfRow,
  hasWrongField,
  inputOfSchedule,
  type ScheduleDraft,
  timesOfSchedule,
} from './schedule-draft';

const ASKED = {
  filter: {},
  kind: 'period',
  at: null,
  period: null,
  timeZone: null,
  lang: null,
  frameworks: [],
} as const;
const draft = (more: Partial<ScheduleDraft> = {}): ScheduleDraft => ({
  ...beginSchedule(ASKED, { timeZone: 'Europe/Paris', locale: 'fr' }),
  name: 'Weekly',
  ...more,
});

describe('the draft of a schedule', () => {
  it('is an input that the server takes, and is read back from its row as it was', () => {
    const asked = draft({
      every: 'month',
      monthDay: 31,
      recipients: 'a@b.example, C@d.example\n',
      keepDays: '90',
    });
    const input = inputOfSchedule(asked);
    expect(CreateScheduleInput.parse(input)).toMatchObject({
      every: 'month',
      on: 31,
      recipients: ['a@b.example', 'c@d.example'],
      keepDays: 90,
    });
    const row = { ...CreateScheduleInput.parse(input), id: 'x' } as unknown as ScheduleRow;
    expect(inputOfSchedule(draftOfRow(row))).toEqual(input);
  });

  it('keeps what the form does not show', () => {
    const report = {
      ...({ kind: 'period', lang: 'en', filter: '', timeZone: 'Asia/Tokyo' } as const),
      frameworks: ['nis2'],
    };
    const row = { ...CreateScheduleInput.parse({ ...inputOfSchedule(draft()), report }), id: 'x' };
    expect(inputOfSchedule(draftOfRow(row as unknown as ScheduleRow)).report).toEqual(report);
  });

  it('shows its next five dates, and none without a time', () => {
    const now = Date.parse('2026-11-24T08:43:00Z');
    expect(datesOfDraft(draft(), now).map((date) => new Date(date).getUTCDate())).toEqual([
      30, 7, 14, 21, 28,
    ]);
    expect(datesOfDraft(draft({ at: '' }), now)).toEqual([]);
  });

  it.each<[Partial<ScheduleDraft>, boolean]>([
    [{}, false],
    [{ recipients: 'nobody' }, true],
    [{ keep: '0' }, true],
    [{ keep: 'many' }, true],
    [{ keepDays: '0' }, true],
  ])('says whether a field of %o is wrong: %s', (more, isWrong) => {
    expect(hasWrongField(draft(more))).toBe(isWrong);
  });

  it('is shown before by the report that it would make now', () => {
    const now = Date.parse('2026-11-24T08:43:00Z');
    expect(timesOfSchedule(draft(), now)).toMatchObject({
      from: new Date('2026-11-15T23:00:00Z'),
      to: new Date('2026-11-22T23:00:00Z'),
      days: 7,
    });
    const inTokyo = draft({ every: 'month', besides: { timeZone: 'Asia/Tokyo' } });
    expect(timesOfSchedule(inTokyo, now)).toMatchObject({ to: new Date('2026-10-31T15:00:00Z'), days: 31 });
    expect(timesOfSchedule(draft({ kind: 'moment' }), now)).toMatchObject({ from: null, end: null });
  });

  it('names the address that is none', () => {
    expect(badAddress(draft({ recipients: 'a@b.example\nnobody@home' }))).toBe('nobody@home');
  });
});
