import type { Leg } from './history-legs';
import type { Task } from './lanes';

/** How far the fastest hosts may be ahead of the slowest, so that nobody waits at the end of every slice. */
const SLICES_AHEAD = 1;

type Group = { from: number; to: number; slice: number; isBusy: boolean };

export type WorkPlan = {
  /** A task as soon as there is one that may be done now; null when there is none any more. */
  next: () => Promise<Task | null>;
  /** Gives the slices that are done for all hosts with it. */
  done: (task: Task) => Leg[];
  /** No task is given out after this. */
  stop: () => void;
};

/** Slices of the past, times groups of hosts: each group in the order of time, and whoever is furthest behind first. */
export function planWork(slices: readonly Leg[], hosts: number, hostsPerTask: number): WorkPlan {
  const groups = groupsOf(hosts, hostsPerTask);
  let waiting: (() => void)[] = [];
  let finished = 0;
  let isStopped = false;

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  }

  /** Undefined: others have to finish something first. */
  function choose(): Task | null | undefined {
    const isOver = groups.every((group) => group.slice === slices.length);
    if (isStopped || isOver) return null;
    const free = groups.filter((group) => !group.isBusy && group.slice <= finished + SLICES_AHEAD);
    const [group] = free.sort((a, b) => a.slice - b.slice);
    const slice = group && slices[group.slice];
    if (group === undefined || slice === undefined) return undefined;
    group.isBusy = true;
    return { slice, from: group.from, to: group.to };
  }

  return {
    next: async () => {
      for (;;) {
        const task = choose();
        if (task !== undefined) return task;
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    done: (task) => {
      const group = groups.find(({ from }) => from === task.from);
      if (group === undefined) return [];
      group.slice += 1;
      group.isBusy = false;
      const before = finished;
      finished = Math.min(...groups.map((one) => one.slice));
      wake();
      return slices.slice(before, finished);
    },
    stop: () => {
      isStopped = true;
      wake();
    },
  };
}

function groupsOf(hosts: number, size: number): Group[] {
  const count = Math.ceil(hosts / size);
  return Array.from({ length: count }, (_, index) => ({
    from: index * size,
    to: Math.min(hosts, (index + 1) * size),
    slice: 0,
    isBusy: false,
  }));
}
