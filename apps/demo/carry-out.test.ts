import { describe, expect, it } from 'vitest';
import { conditionAt } from '@/apps/simulator/fleet/condition';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import { repaired } from '@/apps/simulator/fleet/repairs';
import type { PlanDetail, PlanTask } from '@/lib/contracts/plan';
import { ticked } from './carry-out';

const MADE = '2026-11-24T09:00:00.000Z';
const LATER = '2026-11-24T10:00:00.000Z';

function group(
  kind: 'fix' | 'restart' | 'baseline',
  cause: string | null,
  tasks: Record<string, string | null>,
) {
  const rows = Object.entries(tasks).map(([hostId, doneAt]) => ({
    ...{ id: `${kind} ${cause} ${hostId}`, hostId, doneAt },
    state: doneAt === null ? 'todo' : 'done',
  }));
  // Sound: what is left out is not read.
  return { kind, cause, tasks: rows as unknown as PlanTask[] } as PlanDetail['groups'][number];
}

describe('what is carried out of a plan', () => {
  const causesOf = (...groups: PlanDetail['groups']) =>
    ticked({ groups, createdAt: MADE }).map(({ hostId, causes, at }) => [hostId, causes, at]);

  it('is what somebody ticked after it was made', () => {
    const baseline = group('baseline', 'SecureBootSettings', { a: LATER, b: MADE, c: null });
    expect(causesOf(baseline)).toEqual([['a', ['SecureBootSettings'], Date.parse(LATER)]]);
  });

  it('waits for the restart of its host', () => {
    const fix = group('fix', 'PagefileEncryption', { a: LATER, b: LATER });
    const restart = group('restart', null, { a: null, b: LATER });
    expect(causesOf(fix, restart).map(([hostId]) => hostId)).toEqual(['b']);
  });
});

it('ends what ails a host from then on, and nothing before or beside it', () => {
  const presentMs = Date.parse(MADE);
  const fleet = makeFleet({ hosts: 240, days: 2, seed: 1, presentMs });
  const failing = fleet.hosts.find((host) => conditionAt(host, presentMs).checks.length > 1);
  if (failing === undefined) throw new Error('A host of the story fails two checks');
  const { checks } = conditionAt(failing, presentMs);
  const repair = { host: failing.key, causes: checks.slice(0, 1), at: presentMs + 60_000 };
  const mended = repaired(failing, repair);
  expect(conditionAt(mended, presentMs).checks).toEqual(checks);
  expect(conditionAt(mended, presentMs + 60_000).checks).toEqual(checks.slice(1));
  const again = makeFleet({ hosts: 240, days: 2, seed: 1, presentMs, repairs: [repair] });
  expect(again.hosts.find(({ key }) => key === failing.key)).toEqual(mended);
});
