import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChangeProfile,
  type DerivedChange,
  deriveChanges,
  kindToRead,
  REGRESSION_MS,
  reasonOf,
} from './changes';
import { foldStates, type HistoryItem, orderItems } from './history';
import type { State } from './vocabulary';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 24, 12);

const profile = (id: string, own: Partial<ChangeProfile> = {}): ChangeProfile => ({
  id,
  judgedState: 'Passed',
  causes: [],
  hostname: 'HV-PAR-0305',
  fqdn: 'hv-par-0305.fab.example',
  cluster: 'CL-PAR-03',
  firmwareVersion: '2.17.0',
  ciPolicy: null,
  agentVersion: '1.0.0',
  ...own,
});

const failing = (...causes: string[]) => ({ judgedState: 'InsecureHostConfiguration' as State, causes });

const PROFILES = [
  profile('passed'),
  profile('secureBoot', failing('SecureBootSettings')),
  profile('bitLocker', failing('BitLocker')),
  profile('both', failing('SecureBootSettings', 'BitLocker')),
  profile('away', { judgedState: 'TransientError', causes: ['TransientError'] }),
  profile('awayNamed', { judgedState: 'TransientError', causes: ['BitLocker'] }),
  profile('unknown', { judgedState: 'Unknown', causes: ['ContradictoryEvidence'] }),
  profile('updated', { firmwareVersion: '2.19.1', ...failing('SecureBootSettings') }),
  profile('renamed', { hostname: 'HV-PAR-0399', fqdn: null }),
  profile('fqdnUnread', { hostname: 'hv-par-0305', fqdn: null }),
  profile('joined', { fqdn: 'hv-par-0305.other.example' }),
  profile('moved', { cluster: 'CL-PAR-04', ciPolicy: 'a' }),
  profile('policy', { cluster: 'CL-PAR-04', ciPolicy: 'b', agentVersion: '1.1.0' }),
];
const profileOf = (id: string) => PROFILES.find((known) => known.id === id) ?? profile(id);

type Said = { minute: number; says: string | null; sequence?: number };

const itemOf = ({ minute, says, sequence }: Said, index: number): HistoryItem => ({
  id: String(index).padStart(3, '0'),
  observedAt: NOON + minute * MINUTE,
  knownBy: null,
  rejected: says === null,
  enrollment: 1,
  sequence: sequence ?? null,
  prompt: true,
  stepped: false,
  spoolEmpty: true,
  intervalSeconds: 900,
  late: false,
  clockOffsetMs: null,
  profileId: says,
  judgedState: says === null ? null : profileOf(says).judgedState,
  vmsTotal: null,
  vmsRunning: null,
  document: null,
});

const segmentsOf = (said: readonly Said[]) => foldStates(orderItems(said.map(itemOf)));

const derived = (said: readonly Said[]): DerivedChange[] =>
  deriveChanges({ enrolledAs: null, prior: null, segments: segmentsOf(said), fixed: [], profileOf });

const every15 = (...says: (string | null)[]): Said[] =>
  says.map((one, index) => ({ minute: index * 15, says: one }));

const kinds = (said: readonly Said[]) => derived(said).map(({ kind }) => kind);

describe('deriveChanges', () => {
  it('tells the first snapshot, a turn and what it was for, and the recovery', () => {
    const told = derived(every15('passed', 'secureBoot', 'both', 'bitLocker', 'passed'));
    expect(told.map(({ kind, from, to, gained, fixed }) => [kind, from, to, gained, fixed])).toEqual([
      ['firstReport', null, 'Passed', undefined, undefined],
      ['transition', 'Passed', 'InsecureHostConfiguration', ['SecureBootSettings'], []],
      ['transition', 'InsecureHostConfiguration', 'InsecureHostConfiguration', ['BitLocker'], []],
      ['transition', 'InsecureHostConfiguration', 'InsecureHostConfiguration', [], ['SecureBootSettings']],
      ['recovery', 'InsecureHostConfiguration', 'Passed', [], ['BitLocker']],
    ]);
  });

  it('is read as an improvement where a host fails by less and by nothing new, and not where HGS did not judge it', () => {
    const read = (...says: (string | null)[]) =>
      derived(every15(...says))
        .slice(1)
        .map((change) => kindToRead(change.kind, change));
    expect(read('both', 'bitLocker', 'passed')).toEqual(['improvement', 'recovery']);
    expect(read('secureBoot', 'both', 'bitLocker', 'secureBoot')).toEqual([
      'transition',
      'improvement',
      'regression',
    ]);
    expect(read('bitLocker', 'secureBoot', 'unknown')).toEqual(['transition', 'transition']);
    expect(read('passed', 'both', 'away')).toEqual(['transition', 'transition']);
    // What an earlier version or a host made it say is no list.
    expect(kindToRead('transition', { gained: [], fixed: 'BitLocker' })).toBe('transition');
  });

  it('calls it a regression when what was fixed comes back, and only then', () => {
    expect(kinds(every15('bitLocker', 'passed', 'secureBoot', 'both')).slice(1)).toEqual([
      'recovery',
      'transition',
      'regression',
    ]);
    // HGS had not judged the host in between: nothing was fixed.
    expect(kinds(every15('bitLocker', 'away', 'bitLocker')).slice(1)).toEqual(['transition', 'transition']);
    expect(kinds(every15('bitLocker', 'unknown', 'bitLocker')).slice(1)).toEqual([
      'transition',
      'transition',
    ]);
    // What heals by itself was not fixed.
    expect(kinds(every15('away', 'passed', 'away')).slice(1)).toEqual(['recovery', 'transition']);
    // Other checks failing, HGS judged: this one was fixed.
    expect(kinds(every15('both', 'secureBoot', 'both')).slice(1)).toEqual(['transition', 'regression']);
  });

  it('forgets after 90 days what was fixed', () => {
    const back = (afterMs: number) => {
      const segments = segmentsOf([{ minute: 0, says: 'secureBoot' }]);
      const [prior = null] = segmentsOf([{ minute: -15, says: 'passed' }]);
      const fixed = [{ at: NOON - afterMs, causes: ['SecureBootSettings'] }];
      return deriveChanges({ enrolledAs: null, prior, segments, fixed, profileOf }).map(({ kind }) => kind);
    };
    expect(back(REGRESSION_MS)).toEqual(['regression']);
    expect(back(REGRESSION_MS + 1)).toEqual(['transition']);
  });

  it('tells that a host is back after a silence and after a faulty spell, and since when it was away', () => {
    const told = derived([
      { minute: 0, says: 'passed' },
      { minute: 200, says: 'passed' },
      { minute: 210, says: null },
      { minute: 215, says: 'secureBoot' },
    ]);
    expect(told.slice(1)).toMatchObject([
      { kind: 'back', from: 'Silent', to: 'Passed', since: NOON + 60 * MINUTE },
      { kind: 'back', to: 'InsecureHostConfiguration', since: NOON + 210 * MINUTE },
      { kind: 'transition', from: 'Passed' },
    ]);
    // Nothing is unverified at the very end of what a snapshot vouches for.
    expect(kinds([...every15('passed'), { minute: 60, says: 'passed' }])).toEqual(['firstReport']);
    expect(
      kinds([
        { minute: 0, says: null },
        { minute: 5, says: 'passed' },
      ]),
    ).toEqual(['firstReport']);
  });

  it('tells new names, clusters, firmware, policies and agents where both are known', () => {
    expect(kinds(every15('passed', 'updated')).slice(1)).toEqual(['firmwareChanged', 'transition']);
    const told = derived(every15('passed', 'renamed', 'passed', 'moved', 'policy'));
    expect(told.slice(1).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['renamed', 'HV-PAR-0305', 'HV-PAR-0399'],
      ['renamed', 'HV-PAR-0399', 'HV-PAR-0305'],
      ['clusterChanged', 'CL-PAR-03', 'CL-PAR-04'],
      ['ciPolicyChanged', 'a', 'b'],
      ['agentChanged', '1.0.0', '1.1.0'],
    ]);
  });

  it('takes a name that could not be read for no new name', () => {
    expect(kinds(every15('passed', 'fqdnUnread', 'passed'))).toEqual(['firstReport']);
    const told = derived(every15('passed', 'joined', 'fqdnUnread', 'renamed'));
    expect(told.slice(1).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['renamed', 'hv-par-0305.fab.example', 'hv-par-0305.other.example'],
      ['renamed', 'hv-par-0305', 'HV-PAR-0399'],
    ]);
  });

  it('does not take the FQDN that a host enrolled by as its host name for another name', () => {
    const enrolledAs = { hostname: 'hv-par-0305.fab.example', fqdn: null };
    const segments = segmentsOf(every15('passed'));
    const told = deriveChanges({ enrolledAs, prior: null, segments, fixed: [], profileOf });
    expect(told).toMatchObject([{ kind: 'firstReport' }]);
  });

  it('compares the first snapshot with the name that the host enrolled by', () => {
    const enrolledAs = { hostname: 'HV-OTHER', fqdn: null };
    const segments = segmentsOf(every15('passed'));
    const told = deriveChanges({ enrolledAs, prior: null, segments, fixed: [], profileOf });
    expect(told).toMatchObject([{ kind: 'firstReport' }, { kind: 'renamed', from: 'HV-OTHER' }]);
  });

  it('is not broken by midnight', () => {
    const minute = 12 * 60;
    expect(
      kinds([
        { minute: minute - 5, says: 'passed' },
        { minute: minute + 5, says: 'passed' },
      ]),
    ).toEqual(['firstReport']);
  });

  it('tells no more than it can of a host that names very much', () => {
    const names = Array.from({ length: 500 }, (_, index) => `Check${index}${'x'.repeat(1_000)}`);
    const [, turn] = deriveChanges({
      enrolledAs: null,
      prior: null,
      segments: segmentsOf(every15('passed', 'much')),
      fixed: [],
      profileOf: (id) => (id === 'much' ? profile('much', failing(...names)) : profileOf(id)),
    });
    expect(turn?.gained).toHaveLength(20);
    expect(JSON.stringify(turn).length).toBeLessThan(20_000);
  });
});

const said = fc.record({
  minute: fc.integer({ min: 0, max: 4 * 24 * 60 }),
  says: fc.option(fc.constantFrom(...PROFILES.map(({ id }) => id)), { freq: 8 }),
  sequence: fc.option(fc.nat(9), { nil: undefined }),
});
const history = fc.uniqueArray(said, { maxLength: 14, selector: ({ minute }) => minute });

describe('derived changes', () => {
  it('follow from the set of snapshots, not from their order', () => {
    fc.assert(
      fc.property(
        history.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const position = new Map(all.map((one, index) => [one, index]));
          const items = shuffled.map((one) => itemOf(one, position.get(one) ?? 0));
          const segments = foldStates(orderItems(items));
          expect(deriveChanges({ enrolledAs: null, prior: null, segments, fixed: [], profileOf })).toEqual(
            derived(all),
          );
        },
      ),
    );
  });

  it('are the same whether derived at once or from any segment on, given what was fixed before', () => {
    fc.assert(
      fc.property(history, fc.nat(14), (all, cut) => {
        const segments = segmentsOf(all);
        const whole = derived(all);
        const from = segments[cut]?.from ?? Number.POSITIVE_INFINITY;
        const before = whole.filter(({ at }) => at < from);
        const fixed = before.flatMap(({ at, fixed: causes }) => (causes?.length ? [{ at, causes }] : []));
        const rest = deriveChanges({
          enrolledAs: null,
          prior: segments.slice(0, cut).at(-1) ?? null,
          segments: segments.slice(cut),
          fixed,
          profileOf,
        });
        expect([...before, ...rest]).toEqual(whole);
      }),
    );
  });

  it('chain: each judgement begins where the one before ended', () => {
    fc.assert(
      fc.property(history, (all) => {
        const judged = derived(all).filter(({ kind }) =>
          ['firstReport', 'transition', 'recovery', 'regression'].includes(kind),
        );
        for (const [index, change] of judged.entries()) {
          expect(change.from).toBe(judged[index - 1]?.to ?? null);
          expect(change.kind === 'recovery').toBe(change.to === 'Passed' && index > 0);
          for (const cause of change.regressed ?? []) {
            expect(judged.slice(0, index).some(({ fixed }) => fixed?.includes(cause))).toBe(true);
            expect(change.gained).toContain(cause);
          }
        }
      }),
    );
  });
});

describe('reasonOf', () => {
  const turn = { kind: 'transition' as const, from: 'Passed', to: 'InsecureHostConfiguration' };

  it('is what was gained, wherever the host came from and whether or not it had it before', () => {
    const gained = ['SecureBootSettings'];
    const reason = reasonOf({ ...turn, gained });
    expect(reasonOf({ ...turn, kind: 'regression', gained })).toBe(reason);
    expect(reasonOf({ ...turn, from: 'InsecureHostConfiguration', gained, fixed: ['BitLocker'] })).toBe(
      reason,
    );
    expect(reasonOf({ ...turn, gained: ['BitLocker'] })).not.toBe(reason);
    expect(reasonOf({ ...turn, to: 'TransientError', gained })).not.toBe(reason);
  });

  it('is none for what no two hosts share', () => {
    expect(reasonOf({ kind: 'renamed', from: 'a', to: 'b' })).toBeNull();
    expect(reasonOf({ kind: 'rejected', from: null, to: null })).toBeNull();
  });

  it('keeps its parts apart', () => {
    expect(reasonOf({ ...turn, gained: ['A","B'] })).not.toBe(reasonOf({ ...turn, gained: ['A', 'B'] }));
  });
});
