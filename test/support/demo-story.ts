import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newPassword } from '@/apps/demo/people';
import { type Memory, openMemory, type Plan } from '@/apps/demo/progress-file';
import { conditionAt } from '@/apps/simulator/fleet/condition';
import type { Fleet, FleetHost } from '@/apps/simulator/fleet/fleet';
import { isWithin } from '@/apps/simulator/fleet/spells';

export const DEMO_SETTINGS = { reportIntervalSeconds: 900, retentionDays: 800 };

/** What demos keep between their starts, in folders of one file of tests. */
export function demoMemories(): { make: () => Memory; remove: () => void } {
  const folders: string[] = [];
  return {
    make: () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'gf-demo-'));
      folders.push(folder);
      return openMemory(folder);
    },
    remove: () => {
      for (const folder of folders) rmSync(folder, { recursive: true });
    },
  };
}

export const newPlan = (): Plan => ({
  version: 2,
  hosts: 24,
  days: 5,
  seed: 1,
  hostile: true,
  presentMs: Date.now(),
  password: newPassword(),
  begun: false,
  tokens: {},
  repairs: [],
});

/** What the story says of a host, told again without the database. */
function toldState(host: FleetHost, time: number): string {
  return host.quiet.some((span) => isWithin(time, span)) ? 'Silent' : conditionAt(host, time).status;
}

export function toldStates(time: number, of: Fleet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const host of of.hosts) {
    const state = toldState(host, time);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
