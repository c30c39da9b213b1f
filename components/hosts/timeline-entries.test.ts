import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS } from '@/lib/domain/changes';
import { EVENT_KINDS, timelineEntries } from './timeline-entries';

/** Runs say these, and unverified time: which state, since when. */
const TOLD_BY_RUNS = ['transition', 'recovery', 'regression', 'back', 'firstReport', 'silent'];

const timeline = { runs: [], unverified: [], hasEarlierEvents: false, historyFrom: null };
const event = { id: 'e', at: '2026-11-24T12:00:00Z' };

describe('the timeline of a host', () => {
  it('tells every kind of change that its runs do not', () => {
    expect([...EVENT_KINDS, ...TOLD_BY_RUNS].sort()).toEqual([...CHANGE_KINDS].sort());
  });

  it('says what was replaced by what, and which host it is one machine with, as far as that is told', () => {
    const told = (detail: object) =>
      timelineEntries({ ...timeline, events: [{ ...event, kind: 'merged', ...detail }] });
    const other = { otherHostId: 'o', otherHostname: 'HV-NEW', otherFabric: 'PAR' };
    expect(told({ from: 'hv-old', to: 'hv-new', ...other })).toMatchObject([
      {
        kind: 'merged',
        replaced: { from: 'hv-old', to: 'hv-new' },
        other: { id: 'o', hostname: 'HV-NEW', fabric: 'PAR' },
      },
    ]);
    for (const hidden of [{}, { from: 'hv-old', to: null }, { to: 3, from: 'a', otherHostId: 'o' }])
      expect(told(hidden)).toMatchObject([{ replaced: null, other: null }]);
  });

  it('leaves out what it has no words for', () => {
    expect(timelineEntries({ ...timeline, events: [{ ...event, kind: 'silent' }] })).toEqual([]);
  });
});
