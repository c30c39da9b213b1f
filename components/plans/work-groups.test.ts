import { describe, expect, it } from 'vitest';
import { diagnosedTogether, firstWithWork, workGroups } from '@/components/plans/work-groups';
import type { PlanGroup } from '@/lib/contracts/plan';

const step = (id: string, words: Partial<PlanGroup['steps'][number]> = {}) => ({
  ...{ id, where: 'host' as const, text: id, restart: false, ...words },
});

const group = (order: number, words: Partial<PlanGroup> = {}): PlanGroup => ({
  ...{ key: `group ${order}`, kind: 'fix', cause: 'BitLocker', title: 'Encrypt', where: 'hgs', order },
  ...{ restart: false, restartsIn: [], fabric: `fabric ${order}`, cluster: null, isConfirmed: null },
  ...{ tasks: [], cautions: [], steps: [step('diagnose'), step('enableBitLocker')], ...words },
});

/** Sound: of a task only its state is read here. */
const task = (state: string) => ({ state }) as PlanGroup['tasks'][number];
const ordersOf = (groups: readonly PlanGroup[]) =>
  workGroups(groups).map(({ parts }) => parts.map(({ order }) => order));

describe('the groups of a plan on its page', () => {
  it('are one where a cause has the same scripts in several fabrics', () => {
    expect(ordersOf([group(1), group(2), group(3, { cause: 'FullBoot' })])).toEqual([[1, 2], [3]]);
  });

  it('stay apart where their scripts differ, where a change waits for its own confirmation, and where hosts restart', () => {
    expect(ordersOf([group(1), group(2, { steps: [step('enableBitLocker')] })])).toEqual([[1], [2]]);
    expect(ordersOf([group(1, { isConfirmed: false }), group(2, { isConfirmed: false })])).toEqual([
      [1],
      [2],
    ]);
    expect(ordersOf([group(1, { kind: 'restart' }), group(2, { kind: 'restart' })])).toEqual([[1], [2]]);
  });

  it('have a diagnosis above them where several begin with it, which is not that of a baseline', () => {
    const baseline = group(3, { kind: 'baseline', steps: [step('diagnose', { hosts: ['one'] })] });
    const together = diagnosedTogether(workGroups([group(1), group(2, { cause: 'FullBoot' }), baseline]));
    expect(together.map(({ first }) => first.order)).toEqual([1, 2]);
    expect(diagnosedTogether(workGroups([group(1), group(2), baseline]))).toEqual([]);
  });

  it('open at the first that has something to do, and at none where all wait for a proof', () => {
    const waiting = group(1, { cause: 'FullBoot', tasks: [task('done'), task('proven')] });
    const parts = [group(2, { tasks: [task('skipped')] }), group(3, { tasks: [task('regressed')] })];
    expect(firstWithWork(workGroups([waiting, ...parts]))?.first.order).toBe(2);
    expect(firstWithWork(workGroups([waiting]))).toBeUndefined();
  });
});
