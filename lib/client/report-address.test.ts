import { describe, expect, it } from 'vitest';
import type { ReportRow } from '@/lib/contracts/reports';
import {
  againAddress,
  newReportAddress,
  readNewReportAddress,
  readReportsAddress,
  reportsAddress,
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
  it('has a page, and keeps what the other pages look at', () => {
    expect(
      readReportsAddress(read(`${reportsAddress({ cursor: 'abc' })}&fabric=X&at=2026-11-20T17:00:00Z`)),
    ).toEqual({
      ok: true,
      query: { cursor: 'abc' },
    });
    expect(readReportsAddress({})).toEqual({ ok: true, query: { cursor: null } });
    expect(readReportsAddress({ colour: 'red' })).toMatchObject({ ok: false, parameter: 'colour' });
  });
});
