import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isStalled,
  judgeRestart,
  judgeTask,
  planName,
  planState,
  type Stretch,
  type TaskMark,
} from './progress';

const CREATED = new Date('2026-11-24T09:00:00Z');
const after = (minutes: number) => new Date(CREATED.getTime() + minutes * 60_000);

const stretch = (from: number, to: number, causes: string[], state?: Stretch['state']): Stretch => ({
  from: after(from),
  lastAt: after(to),
  state: state ?? (causes.length === 0 ? 'Passed' : 'InsecureHostConfiguration'),
  causes,
});
const judge = (seen: Stretch[], mark: TaskMark = 'todo', markedAt: Date | null = null) =>
  judgeTask({ causes: ['BitLocker'], mark, markedAt }, CREATED, seen);

describe('a task', () => {
  const failing = stretch(-60, 30, ['BitLocker']);

  it('stays what a person said until a later snapshot proves it', () => {
    expect(judge([failing]).state).toBe('todo');
    expect(judge([failing], 'done', after(10)).state).toBe('done');
    const proof = [failing, stretch(31, 90, [])];
    for (const mark of ['todo', 'done'] as const)
      expect(judge(proof, mark, after(10))).toMatchObject({ state: 'proven', provenAt: after(31) });
    expect(judge(proof, 'skipped', after(10)).state).toBe('skipped');
  });

  it('is not proven by what was before the plan', () => {
    expect(judge([stretch(-90, -60, []), failing]).state).toBe('todo');
    expect(judge([stretch(-90, 5, [])])).toMatchObject({ state: 'proven', provenAt: after(5) });
  });

  it('is not proven where nothing was evaluated', () => {
    expect(judge([failing, stretch(31, 60, ['TransientError'], 'TransientError')]).state).toBe('todo');
    expect(judge([failing, stretch(31, 60, ['ContradictoryEvidence'], 'Unknown')]).state).toBe('todo');
    expect(judge([failing, stretch(31, 60, ['SecureBoot'])]).state).toBe('proven');
  });

  it('regresses when its cause returns, and waits for another proof once it is done again', () => {
    const back = [failing, stretch(31, 60, []), stretch(61, 90, ['BitLocker'])];
    expect(judge(back, 'done', after(10))).toEqual({
      ...{ state: 'regressed', provenAt: null, regressedAt: after(61) },
      turns: [
        { to: 'proven', at: after(31) },
        { to: 'regressed', at: after(61) },
      ],
    });
    expect(judge(back, 'done', after(70)).state).toBe('done');
    expect(judge([...back, stretch(91, 99, [])], 'done', after(70)).state).toBe('proven');
  });

  it('is proven or regressed exactly as the last snapshot that says anything', () => {
    const item = fc.constantFrom<[string[], Stretch['state']]>(
      [[], 'Passed'],
      [['BitLocker'], 'InsecureHostConfiguration'],
      [['Expired'], 'Expired'],
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 8 }), (items) => {
        const seen = items.map(([causes, state], index) => stretch(index + 1, index + 1, causes, state));
        const told = items
          .filter(([causes]) => causes[0] !== 'Expired')
          .map(([causes]) => causes.length === 0);
        const expected = told.at(-1) ? 'proven' : told.includes(true) ? 'regressed' : 'todo';
        expect(judge(seen).state).toBe(expected);
      }),
    );
  });

  it('is no longer needed where it is a restart and the host never booted since the plan was made', () => {
    const proven = judge([failing, stretch(31, 90, [])]);
    expect(judgeRestart(proven, CREATED, after(-60))).toMatchObject({
      ...{ state: 'notNeeded', provenAt: null, turns: [] },
    });
    expect(judgeRestart(proven, CREATED, after(20))).toBe(proven);
    expect(judgeRestart(proven, CREATED, null)).toBe(proven);
    for (const other of [judge([failing]), judge([failing], 'done', after(1))])
      expect(judgeRestart(other, CREATED, after(-60))).toBe(other);
  });

  it('stalls after two intervals without its proof', () => {
    expect(isStalled(CREATED, 900, after(30))).toBe(false);
    expect(isStalled(CREATED, 900, after(31))).toBe(true);
  });
});

describe('a plan', () => {
  it('is proven by all that was not skipped, until somebody closes it', () => {
    expect(planState(null, ['proven', 'skipped'])).toBe('proven');
    expect(planState(null, ['proven', 'done'])).toBe('open');
    expect(planState(null, ['proven', 'regressed'])).toBe('open');
    expect(planState(null, ['skipped', 'notNeeded'])).toBe('open');
    expect(planState(null, ['proven', 'notNeeded'])).toBe('proven');
    expect(planState(after(1), ['todo'])).toBe('closed');
  });

  it('is called by its number', () => {
    expect([planName(1), planName(147), planName(12_345)]).toEqual(['RP-0001', 'RP-0147', 'RP-12345']);
  });
});
