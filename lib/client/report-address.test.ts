import { describe, expect, it } from 'vitest';
import type { ReportRow } from '@/lib/contracts/reports';
import { newReportAddress } from './new-report-address';
import {
  againAddress,
  EVERY_REPORT,
  readNewReportAddress,
  readReportsAddress,
  reportsAddress,
  reportsInput,
} from './report-address';

const read = (address: string) => {
  const words: Record<string, string[]> = {};
  for (const [word, value] of new URL(address, 'http://x').searchParams)
    words[word] = [...(words[word] ?? []), value];
  return words;
};

const filter = {
  fabric: { include: ['PAR-Prod'], exclude: [] },
  cause: { include: [], exclude: ['BitLocker'] },
};

describe('the address of a new report', () => {
  it('says a moment and reads it back', () => {
    const at = new Date('2026-11-20T17:00:00.000Z');
    expect(readNewReportAddress(read(newReportAddress({ filter, at })))).toEqual({
      ok: true,
      query: { filter, kind: 'moment', at, period: null, timeZone: null, lang: null, frameworks: [] },
    });
  });

  it('says a period with its zone and language and reads it back', () => {
    const period = { from: new Date('2026-09-30T22:00:00.000Z'), to: new Date('2026-10-31T23:00:00.000Z') };
    const asked = { filter: {}, kind: 'period', period, timeZone: 'Europe/Paris', lang: 'fr' } as const;
    expect(readNewReportAddress(read(newReportAddress(asked)))).toEqual({
      ok: true,
      query: { ...asked, at: null, frameworks: [] },
    });
  });

  it.each([
    ['kind=year', 'kind'],
    ['lang=de', 'lang'],
    ['kind=period&from=yesterday&to=2026-10-31T23:00:00Z', 'from'],
    ['state=Fine', 'state'],
    ['colour=red', 'colour'],
    ['cursor=x', 'cursor'],
  ])('refuses %s and names the word', (query, parameter) => {
    expect(readNewReportAddress(read(`/reports/new?${query}`))).toMatchObject({ ok: false, parameter });
  });

  it('asks for the same as a report that is there', () => {
    const row = {
      kind: 'period',
      scope: { filter: 'fabric=PAR-Prod&cause=-BitLocker', fabrics: null },
      from: '2026-09-30T22:00:00.000Z',
      asOf: '2026-10-31T23:00:00.000Z',
      timeZone: 'Europe/Paris',
      lang: 'en',
      frameworks: ['nist-800-53-r5', 'nis2'],
    } as unknown as ReportRow;
    const reading = readNewReportAddress(read(againAddress(row)));
    expect(reading).toMatchObject({
      ok: true,
      query: { filter, kind: 'period', timeZone: 'Europe/Paris', frameworks: ['nist-800-53-r5', 'nis2'] },
    });
  });
});

describe('the address of the list', () => {
  it('says which reports, with the words of the API, and reads it back', () => {
    const fabric = { include: ['-x'], exclude: ['Y&Z'] };
    const query = {
      kind: 'period',
      state: 'failed',
      by: 'me',
      days: 30,
      search: 'a b',
      cursor: 'abc',
    } as const;
    const address = reportsAddress({ ...query, fabric });
    expect(readReportsAddress(read(`${address}&at=2026-11-20T17:00:00Z`))).toEqual({
      ok: true,
      query: { ...query, fabric },
    });
    expect(reportsInput({ ...query, fabric })).toEqual({
      ...query,
      state: ['failed'],
      fabric: ['\\-x', '-Y&Z'],
    });
    expect(readReportsAddress({})).toEqual({ ok: true, query: EVERY_REPORT });
    expect(reportsAddress(EVERY_REPORT)).toBe('/reports');
  });

  it.each([
    ['colour', 'red'],
    ['kind', 'week'],
    ['state', 'done'],
    ['days', '0'],
    ['days', 'many'],
    ['search', 'x'.repeat(301)],
  ])('refuses %s=%s', (parameter, text) => {
    expect(readReportsAddress({ [parameter]: text })).toMatchObject({ ok: false, parameter });
  });
});
