import type { PlanGroup, PlanStep } from '@/lib/contracts/plan';
import { grouped } from '@/lib/util/grouped';

/** Groups that are worked through as one, the first of which tells the steps. */
export type WorkGroup = { first: PlanGroup; parts: readonly PlanGroup[] };

/**
 * Groups of a plan as the page tells them: settings of one cause are one where their scripts are equal, though each fabric has
 * an HGS of its own to ask. What still waits for a confirmation stays by itself, since each fabric's change has its own.
 */
export function workGroups(groups: readonly PlanGroup[]): WorkGroup[] {
  const keyOf = ({ key, kind, cause, steps, isConfirmed }: PlanGroup) =>
    kind === 'fix' && isConfirmed !== false ? JSON.stringify([cause, steps]) : key;
  return [...grouped(groups, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ first, parts: [first, ...others] }],
  );
}

/** The diagnosis before anything else is the same for all hosts; that of a baseline comes after the restart, on one. */
export const isDiagnosis = ({ id, hosts }: PlanStep) => id === 'diagnose' && hosts === undefined;

/** Those whose diagnosis stands once, above them all. */
export function diagnosedTogether(groups: readonly WorkGroup[]): WorkGroup[] {
  const diagnosed = groups.filter(({ first }) => first.steps.some(isDiagnosis));
  return diagnosed.length > 1 ? diagnosed : [];
}

/** The first in which somebody has something to do, other than to wait for a proof. */
export const firstWithWork = (groups: readonly WorkGroup[]): WorkGroup | undefined =>
  groups.find(({ parts }) =>
    parts.some(({ tasks }) => tasks.some(({ state }) => state === 'todo' || state === 'regressed')),
  );

/** Where a group, a task and the diagnosis stand on the page. */
export const placeOfGroup = (order: number) => `group-${order}`;
export const placeOfTask = (id: string) => `task-${id}`;
export const DIAGNOSIS = 'diagnosis';
