import { expect, it } from 'vitest';
import type { ExceptionRow } from '@/lib/contracts/exception';
import { groupsOf } from './exception-groups';

const ASOF = '2026-11-24T09:00:00.000Z';
// Sound: groups look at these fields alone.
const row = (id: string, fields: Partial<ExceptionRow>) =>
  ({ id, withdrawnAt: null, renewedBy: null, ...fields }) as ExceptionRow;

const renewal = (state: 'requested' | 'inForce', endsAt: string) => ({ id: 'n', number: 12, state, endsAt });

const rows = [
  row('later', { state: 'inForce', endsAt: '2027-01-31T00:00:00.000Z' }),
  row('soon', { state: 'inForce', endsAt: '2026-12-15T00:00:00.000Z' }),
  row('sooner', { state: 'inForce', endsAt: '2026-11-25T00:00:00.000Z' }),
  row('renewed', {
    state: 'inForce',
    endsAt: '2026-12-01T00:00:00.000Z',
    renewedBy: renewal('inForce', '2027-03-01T00:00:00.000Z'),
  }),
  row('renewal waits', {
    state: 'inForce',
    endsAt: '2026-12-16T00:00:00.000Z',
    renewedBy: renewal('requested', '2027-03-01T00:00:00.000Z'),
  }),
  row('renewal ends sooner', {
    state: 'inForce',
    endsAt: '2026-12-17T00:00:00.000Z',
    renewedBy: renewal('inForce', '2026-12-02T00:00:00.000Z'),
  }),
  row('asked', { state: 'requested', endsAt: '2027-01-31T00:00:00.000Z' }),
  row('over', { state: 'ended', endsAt: '2026-11-20T00:00:00.000Z' }),
  row('taken back', { state: 'withdrawn', endsAt: '2027-01-31T00:00:00.000Z', withdrawnAt: ASOF }),
  row('long ago', { state: 'ended', endsAt: '2026-06-01T00:00:00.000Z' }),
];

const shown = (view: Parameters<typeof groupsOf>[1]) =>
  groupsOf(rows, view, ASOF).map(({ group, rows: found }) => [group, ...found.map(({ id }) => id)]);

it('puts what waits first, then what ends soonest, and what ended last', () => {
  expect(shown('all')).toEqual([
    ['requested', 'asked'],
    ['ending', 'sooner', 'soon', 'renewal waits', 'renewal ends sooner'],
    ['renewed', 'renewed'],
    ['later', 'later'],
    ['ended', 'taken back', 'over'],
  ]);
});

it('shows of a view its own groups', () => {
  expect(shown('inForce').map(([group]) => group)).toEqual(['ending', 'renewed', 'later']);
  expect(shown('ended')).toEqual([['ended', 'taken back', 'over']]);
});
