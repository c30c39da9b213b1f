import { describe, expect, it } from 'vitest';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import {
  changesAddress,
  changesOfSince,
  feedInput,
  isOnlyFramed,
  parseChangesPage,
  summarizedChanges,
  summarizedSpan,
  summaryInput,
} from './change-address';

describe('the address of changes', () => {
  it('holds what is asked and nothing that is usual', () => {
    expect(changesAddress(defaultChangeQuery())).toBe('/changes');
    const fabric = { include: ['PAR Prod'], exclude: [] };
    const query = { filter: { fabric }, at: new Date('2026-11-24T09:00:00Z') };
    expect(changesAddress(query)).toBe('/changes?fabric=PAR+Prod&at=2026-11-24T09%3A00%3A00.000Z');
  });

  it('is read again as it was written, repeated words and all', () => {
    const reading = parseChangesPage({ kind: ['silent', 'back'], at: '2026-11-24T09:00:00Z' });
    if (!reading.ok) throw new Error(reading.message);
    expect(feedInput(reading.query)).toMatchObject({
      filter: { kind: { include: ['silent', 'back'] } },
      at: '2026-11-24T09:00:00.000Z',
      since: null,
    });
    expect(parseChangesPage({ colour: 'red' })).toMatchObject({ ok: false, parameter: 'colour' });
  });
});

it('is all that happened where nothing but the fabric, the time and how far back is chosen', () => {
  const all = defaultChangeQuery();
  const fabric = { include: ['PAR'], exclude: [] };
  const at = new Date('2026-11-24T09:00:00Z');
  for (const own of [{}, { filter: { fabric } }, { at }, { within: '24h' as const }])
    expect(isOnlyFramed({ ...all, ...own })).toBe(true);
  for (const own of [{ filter: { fabric, cause: fabric } }, { cursor: 'x' }, { since: at }, { until: at }])
    expect(isOnlyFramed({ ...all, ...own })).toBe(false);
});

it('leads from what somebody missed to all of it, whatever the list is narrowed to', () => {
  const fabric = { include: ['PAR'], exclude: [] };
  const query = { ...defaultChangeQuery(), filter: { fabric, cause: fabric }, within: '7d' as const };
  expect(changesAddress(changesOfSince(query, new Date('2026-11-24T09:00:00Z')))).toBe(
    '/changes?fabric=PAR&since=2026-11-24T09%3A00%3A00.000Z',
  );
});

it('sums up what the filters leave, whatever its kind, and leads to just that', () => {
  const read = (parameters: Parameters<typeof parseChangesPage>[0]) => {
    const reading = parseChangesPage(parameters);
    if (!reading.ok) throw new Error(reading.message);
    return reading.query;
  };
  const words = { fabric: 'PAR', cluster: 'CL-1', cause: '-BitLocker', q: 'hv' };
  const query = read({ ...words, kind: 'silent', cursor: 'x' });
  expect(summaryInput(query)).toEqual(summaryInput(read(words)));
  expect(changesAddress(summarizedChanges(query))).toBe(
    '/changes?fabric=PAR&cluster=CL-1&cause=-BitLocker&q=hv&within=24h',
  );
  expect(changesAddress(summarizedChanges(read({ within: '7d' })))).toBe('/changes?within=7d');
  const since = { since: '2026-11-24T09:00:00.000Z' };
  expect(changesAddress(summarizedChanges(read(since)))).toBe(`/changes?${new URLSearchParams(since)}`);
  const until = { until: since.since };
  expect(changesAddress(summarizedChanges(read(until)))).toBe(
    `/changes?${new URLSearchParams({ since: '2026-11-23T09:00:00.000Z', ...until })}`,
  );
  const spans = [{}, { within: '24h' }, { within: '7d' }, since, { ...until, within: '24h' }, until];
  const told = ['24h', '24h', '7d', 'chosen', 'chosen', 'untilDay'];
  expect(spans.map((asked) => summarizedSpan(read(asked)))).toEqual(told);
});
