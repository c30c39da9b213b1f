import { cva } from 'class-variance-authority';
import type { PlanTask } from '@/lib/contracts/plan';

/** More than these would be thinner than what can be seen; the words beside the bar count them all. */
const CELLS = 60;

/** What is over stands first, and what is left out last. */
const ORDER = ['proven', 'notNeeded', 'done', 'regressed', 'todo', 'skipped'] as const;

/** Hatched is what is done and not yet proven. */
const cell = cva('h-2 min-w-0 flex-1 rounded-[2px] border', {
  variants: {
    state: {
      proven: 'border-ink bg-ink',
      notNeeded: 'border-ink-3 bg-ink-3',
      done: 'border-ink bg-hatch',
      regressed: 'border-line-2 bg-sunken',
      todo: 'border-line-2 bg-sunken',
      skipped: 'border-dashed border-line-2',
    },
  },
});

/** How far tasks are, a cell for each, for the eye: words beside it say the same. */
export function TaskBar({ tasks }: { tasks: readonly Pick<PlanTask, 'state'>[] }) {
  const states = ORDER.flatMap((word) => tasks.flatMap(({ state }) => (state === word ? [state] : [])));
  const count = Math.min(states.length, CELLS);
  return (
    <span className="flex w-full gap-0.5" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
        <span key={index} className={cell({ state: states[Math.floor((index * states.length) / count)] })} />
      ))}
    </span>
  );
}
