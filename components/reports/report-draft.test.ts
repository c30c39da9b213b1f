import { describe, expect, it } from 'vitest';
import type { NewReport } from '@/lib/client/new-report-address';
import { CreateReportInput } from '@/lib/contracts/reports';
import { beginDraft, type Draft, inputOfDraft, timesOfDraft } from './report-draft';

const NOW = Date.parse('2026-11-24T08:43:00.000Z');
const OWN = { timeZone: 'Europe/Paris', locale: 'en' } as const;
const asked: NewReport = {
  ...{ filter: {}, kind: 'moment', at: null, period: null, timeZone: null, lang: null, frameworks: [] },
};

const draft = (changed: Partial<Draft> = {}): Draft => ({ ...beginDraft(asked, OWN, NOW), ...changed });
const frame = { now: NOW, historyFrom: '2026-03-03T00:00:00.000Z' };
const own = (first: string, last: string) => draft({ kind: 'period', preset: 'own', own: { first, last } });

function inputOf(one: Draft): CreateReportInput {
  const times = timesOfDraft(one, frame);
  if ('problem' in times) throw new Error(times.problem);
  return inputOfDraft(one, times);
}

describe('a draft', () => {
  it('is a report of now, as the server takes it', () => {
    const input = inputOf(draft());
    expect(input).toEqual({ kind: 'moment', timeZone: 'Europe/Paris', lang: 'en', filter: '' });
    expect(CreateReportInput.safeParse(input).success).toBe(true);
  });

  it('has the frameworks that were chosen', () => {
    const input = inputOf(draft({ frameworks: ['nis2'] }));
    expect(input.frameworks).toEqual(['nis2']);
    expect(CreateReportInput.safeParse(input).success).toBe(true);
  });

  it('is last month in its zone', () => {
    expect(inputOf(draft({ kind: 'period', title: ' October ' }))).toMatchObject({
      title: 'October',
      from: '2026-09-30T22:00:00.000Z',
      to: '2026-10-31T23:00:00.000Z',
    });
  });

  it.each(['2026-11-23T23:01:00.000Z', '2026-11-24T08:43:00.000Z', '2026-11-24T22:59:00.000Z'])(
    'covers seven days with the one that has begun, at %s',
    (now) => {
      const week = draft({ kind: 'period', preset: 'last7Days' });
      expect(timesOfDraft(week, { ...frame, now: Date.parse(now) })).toMatchObject({ days: 7 });
    },
  );

  it('counts a day of 25 hours once', () => {
    expect(timesOfDraft(own('2026-10-24', '2026-10-26'), frame)).toMatchObject({ days: 3 });
  });

  it('begins with the days and the zone of what was asked for before', () => {
    const period = { from: new Date('2026-09-30T22:00:00.000Z'), to: new Date('2026-10-31T23:00:00.000Z') };
    const again = beginDraft(
      { ...asked, kind: 'period', period, timeZone: 'Europe/Paris' },
      { ...OWN, timeZone: 'UTC' },
      NOW,
    );
    expect(again).toMatchObject({ preset: 'own', own: { first: '2026-10-01', last: '2026-10-31' } });
  });

  it.each([
    ['missing', own('', '2026-11-01')],
    ['order', own('2026-11-03', '2026-11-01')],
    ['toCome', own('2026-12-03', '2026-12-04')],
    ['tooLong', own('2025-11-03', '2026-11-20')],
    ['beforeHistory', own('2026-03-02', '2026-03-10')],
    ['missing', draft({ moment: '' })],
    ['toCome', draft({ moment: '2026-11-24T09:44' })],
    ['beforeHistory', draft({ moment: new Date('2026-03-02T12:00:00Z') })],
  ])('says what the server would refuse: %s', (problem, one) => {
    expect(timesOfDraft(one, frame)).toEqual({ problem });
  });
});
