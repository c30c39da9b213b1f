import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import { readCursor, writeCursor } from './cursor';

const FIRST = { live: new Date('2026-11-24T09:00:00.000Z') };
const later = (minutes: number) => ({ live: new Date(FIRST.live.getTime() + minutes * 60_000) });
const position = { value: 'hv-par-01', id: randomUUID(), direction: 'after' as const, hostsBefore: 50 };

const asking = (query: Partial<HostQuery> = {}): HostQuery => ({ ...defaultHostQuery(), ...query });
const goingOn = (query: Partial<HostQuery> = {}, from: Partial<HostQuery> = query) =>
  asking({ ...query, cursor: writeCursor(asking(from), FIRST, position) });

const state = (...include: 'Silent'[] | 'Passed'[]) => ({ state: { include, exclude: [] } });

describe('a cursor', () => {
  it('goes on after its row, judged by the clock of the first page', () => {
    expect(readCursor(goingOn(), later(10))).toEqual({ place: position, when: FIRST });
  });

  it('says whether its page lies before or after its row', () => {
    const place = { ...position, direction: 'before' as const };
    const query = asking({ cursor: writeCursor(asking(), FIRST, place) });
    expect(readCursor(query, later(0)).place).toEqual(place);
  });

  it('is the same however the filter is written, and whatever the size of the page', () => {
    const from = { filter: { cluster: { include: ['B', 'A', 'A'], exclude: [] } }, limit: 10 };
    const query = {
      filter: { cluster: { include: ['A', 'B'], exclude: [] }, q: { include: [], exclude: [] } },
    };
    expect(readCursor(goingOn(query, from), later(0)).place).toEqual(position);
  });

  it.each<[string, Partial<HostQuery>]>([
    ['another filter', { filter: state('Silent') }],
    ['another sort', { sort: 'cluster' }],
    ['another order', { order: 'desc' }],
    ['another time', { at: FIRST.live }],
  ])('is refused under %s', (_what, query) => {
    expect(() => readCursor(goingOn(query, {}), later(1))).toThrow('belongs to another');
  });

  it('is refused when its first page would show hosts as on time on old evidence', () => {
    expect(() => readCursor(goingOn(), later(16))).toThrow('too old');
    expect(() => readCursor(goingOn(), later(-2))).toThrow('too old');
  });

  it('never grows old on a screen, whose every page is judged by the clock of its own', () => {
    const screen = { ...goingOn(), isWatched: true };
    for (const minutes of [0, 16, 60 * 24, -2])
      expect(readCursor(screen, later(minutes))).toEqual({ place: position, when: later(minutes) });
    expect(() => readCursor({ ...goingOn({ sort: 'cluster' }, {}), isWatched: true }, later(0))).toThrow(
      'belongs to another',
    );
  });

  it('never grows old for a time that has passed', () => {
    const at = FIRST.live;
    const cursor = writeCursor(asking({ at }), { at }, position);
    expect(readCursor(asking({ at, cursor }), { at }).when).toEqual({ at });
  });

  it.each<[HostQuery['sort'], string]>([
    ['since', 'yesterday'],
    ['since', '0000-01-01T00:00:00Z'],
    ['state', '1; DROP TABLE host'],
    ['shieldedVms', '99999999999'],
    ['hostname', 'a\0b'],
  ])('of sort %s is refused with %j for its value', (sort, value) => {
    const cursor = writeCursor(asking({ sort }), FIRST, { ...position, value });
    expect(() => readCursor(asking({ sort, cursor }), later(0))).toThrow('not one that this server gave');
  });

  it.each([-1, 1.5, '50', Number.MAX_SAFE_INTEGER + 1, {}, [50]])(
    'is refused where it says that %j hosts come before',
    (hostsBefore) => {
      const cursor = writeCursor(asking(), FIRST, { ...position, hostsBefore: hostsBefore as number });
      expect(() => readCursor(asking({ cursor }), later(0))).toThrow('not one that this server gave');
    },
  );

  it('of an earlier version goes on without saying how many hosts come before', () => {
    const parts = JSON.parse(Buffer.from(writeCursor(asking(), FIRST, position), 'base64url').toString());
    const cursor = Buffer.from(JSON.stringify(parts.slice(0, 5))).toString('base64url');
    expect(readCursor(asking({ cursor }), later(0)).place).toEqual({ ...position, hostsBefore: null });
  });

  it.each(['', 'x', 'bnVsbA', 'e30', 'W10', 'WzEsMiwzLDRd'])('is refused when it reads %j', (cursor) => {
    expect(() => readCursor(asking({ cursor }), later(0))).toThrow('not one that this server gave');
  });
});
