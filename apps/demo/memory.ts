import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartupError } from '@/lib/server/startup-error';

/** What the demo must know again at its next start, credentials of its hosts included: owner-readable only. */
const Plan = z.object({
  version: z.literal(1),
  hosts: z.number().int(),
  days: z.number().int(),
  seed: z.number().int(),
  presentMs: z.number(),
  password: z.string(),
  tokens: z.record(z.string(), z.string()),
  enrolled: z.array(z.object({ hostname: z.string(), hostId: z.string(), credential: z.string() })),
});
export type Plan = z.infer<typeof Plan>;

const Progress = z.object({ untilMs: z.number(), toldSeconds: z.number().int() });
/** Everything that was sent up to here is stored, and the hosts were last told this interval. */
export type Progress = z.infer<typeof Progress>;

export function openMemory(dataDir: string) {
  const folder = path.join(dataDir, 'demo');
  const planFile = path.join(folder, 'fleet.json');
  const progressFile = path.join(folder, 'progress.json');
  return {
    plan: () => read(planFile, Plan),
    progress: () => read(progressFile, Progress),
    savePlan: (plan: Plan) => write(folder, planFile, plan),
    saveProgress: (progress: Progress) => write(folder, progressFile, progress),
  };
}

export type Memory = ReturnType<typeof openMemory>;

function read<T>(file: string, shape: z.ZodType<T>): T | null {
  if (!existsSync(file)) return null;
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new StartupError(`${file} cannot be read: remove the demo's data folder and start again`, {
      cause: error,
    });
  }
}

/** Whole or not at all: a demo that is killed here starts again from the file of before. */
function write(folder: string, file: string, value: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
  renameSync(temporary, file);
}
