import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS, EVENT_KINDS } from '@/lib/domain/change-kinds';
import { timelineEntries } from './timeline-entries';

/** Runs say these, and unverified time: which state, since when. */
const TOLD_BY_RUNS = ['transition', 'recovery', 'regression', 'improvement', 'back', 'firstReport', 'silent'];

const timeline = { runs: [], unverified: [], hasEarlierEvents: false, historyFrom: null };
const event = { id: 'e', at: '2026-11-24T12:00:00Z' };

describe('the timeline of a host', () => {
  it('tells every kind of change that its runs do not', () => {
    expect([...EVENT_KINDS, ...TOLD_BY_RUNS].sort()).toEqual([...CHANGE_KINDS].sort());
  });

  it('says what was replaced by what, and which host it is one machine with, as far as that is told', () => {
    const told = (detail: object) =>
      timelineEntries({ ...timeline, events: [{ ...event, kind: 'merged', ...detail }] }, false);
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
    expect(timelineEntries({ ...timeline, events: [{ ...event, kind: 'silent' }] }, false)).toEqual([]);
  });
});

const at = (hour: number) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`;
const run = (
  [from, to]: [number, number],
  attestationStatus: 'Passed' | 'InsecureHostConfiguration' | null,
  failingChecks: string[] = [],
) => ({ from: at(from), to: at(to), attestationStatus, failingChecks, lateEvidence: false });

describe('the stretches of a timeline', () => {
  const runs = [
    run([1, 4], 'Passed'),
    run([5, 6], 'InsecureHostConfiguration', ['SecureBoot']),
    run([7, 8], 'InsecureHostConfiguration', ['SecureBoot', 'CodeIntegrityPolicy']),
    run([12, 13], null),
  ];
  const unverified = [{ from: at(9), to: at(12) }];
  const told = (isGone: boolean) => timelineEntries({ ...timeline, events: [], runs, unverified }, isGone);

  it('last until the next begins, whatever their last snapshot was, and the newest goes on', () => {
    expect(told(false)).toMatchObject([
      { from: at(12), lasts: true },
      { from: at(9), to: at(12), lasts: false },
      { from: at(7), to: at(9), lasts: false },
      { from: at(5), to: at(7), lasts: false },
      { from: at(1), to: at(5), lasts: false },
    ]);
  });

  it('are all over once the host is gone: the newest with what was last known', () => {
    expect(told(true)[0]).toMatchObject({ from: at(12), to: at(13), lasts: false });
  });

  it('say what they turned from and to: the state, or the checks where that stayed, and the first neither', () => {
    expect(told(false).map((entry) => (entry.type === 'event' ? entry : entry.turn))).toEqual([
      { of: 'state', from: 'unverified', to: 'unreadable' },
      { of: 'state', from: 'InsecureHostConfiguration', to: 'unverified' },
      { of: 'checks', from: ['SecureBoot'], to: ['SecureBoot', 'CodeIntegrityPolicy'] },
      { of: 'state', from: 'Passed', to: 'InsecureHostConfiguration' },
      null,
    ]);
  });

  it('tell the time of their checks where the state is older or goes on', () => {
    const checks = told(false).map((entry) => entry.type !== 'event' && entry.isOfChecks);
    expect(checks).toEqual([false, false, true, true, false]);
  });

  it('turn nothing where the same is told again', () => {
    const again = [run([1, 2], 'Passed'), run([3, 4], 'Passed')];
    expect(timelineEntries({ ...timeline, events: [], runs: again }, false)[0]).toMatchObject({ turn: null });
  });
});
