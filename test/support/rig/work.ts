import { setTimeout as wait } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Simulation } from '@/apps/simulator/simulate';

type Load = { hosts: number; withinMs: number };

/** Lets the fleet work until a moment that chance decides, but not before half of the hosts were heard again. */
export async function workFor(simulation: Simulation, { hosts, withinMs }: Load): Promise<void> {
  const before = simulation.counts.stored;
  await vi.waitFor(() => expect(simulation.counts.stored).toBeGreaterThan(before + hosts / 2), {
    timeout: withinMs,
    interval: 20,
  });
  await wait(Math.random() * 300);
}
