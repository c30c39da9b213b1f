import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Simulation } from '@/apps/simulator/simulate';

/** Lets the fleet work until a moment that chance decides, but not before half of the hosts were heard again. */
export async function workFor(simulation: Simulation, hosts: number): Promise<void> {
  const before = simulation.counts.stored;
  await expect.poll(() => simulation.counts.stored).toBeGreaterThan(before + hosts / 2);
  await wait(Math.random() * 300);
}
