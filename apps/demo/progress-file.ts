import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartupError } from '@/lib/server/process/startup-error';

/** What the demo must know again at its next start, enrolment tokens included: owner-readable only. */
const Plan = z.object({
  version: z.literal(2),
  hosts: z.number().int(),
  days: z.number().int(),
  seed: z.number().int(),
  /** Folders of earlier versions name it nowhere, and have the host. */
  hostile: z.boolean().default(true),
  presentMs: z.number(),
  password: z.string(),
  /** The database was found empty and is this demo's own from here on. */
  begun: z.boolean(),
  tokens: z.record(z.string(), z.string()),
  /** What people of the demo repaired: its hosts are made with it again. */
  repairs: z.array(z.object({ host: z.string(), causes: z.array(z.string()), at: z.number() })).default([]),
});
export type Plan = z.infer<typeof Plan>;

const Enrolled = z.object({ hostname: z.string(), hostId: z.string(), credential: z.string() });
export type Enrolled = z.infer<typeof Enrolled>;

const Progress = z.object({ untilMs: z.number(), vouchedSeconds: z.number().int() });
/** Everything that was sent up to here is stored, and the last snapshots vouch for this interval. */
export type Progress = z.infer<typeof Progress>;

export function openMemory(dataDir: string) {
  const folder = path.join(dataDir, 'demo');
  const planFile = path.join(folder, 'fleet.json');
  const enrolledFile = path.join(folder, 'enrolled.jsonl');
  const progressFile = path.join(folder, 'progress.json');
  return {
    plan: () => read(planFile, Plan),
    enrolled: () => readLines(enrolledFile, Enrolled),
    progress: () => read(progressFile, Progress),
    savePlan: (plan: Plan) => write(folder, planFile, plan),
    /** Added one by one, since an enrolment that is interrupted goes on where it was. */
    addEnrolled: (hosts: readonly Enrolled[]) => append(enrolledFile, hosts),
    saveProgress: (progress: Progress) => write(folder, progressFile, progress),
  };
}

export type Memory = ReturnType<typeof openMemory>;

function read<T>(file: string, shape: z.ZodType<T>): T | null {
  if (!existsSync(file)) return null;
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** A line that was cut off by a kill is none: what it told is asked of the server again. */
function readLines<T>(file: string, shape: z.ZodType<T>): T[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .slice(0, -1)
      .map((line) => shape.parse(JSON.parse(line)));
  } catch (error) {
    throw unreadable(file, error);
  }
}

const unreadable = (file: string, cause: unknown) =>
  new StartupError(`${file} cannot be read: remove the demo's data folder and start again`, { cause });

/** Whole or not at all: a demo that is killed here starts again from the file of before. */
function write(folder: string, file: string, value: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  writeFileSync(temporary, JSON.stringify(value), { mode: 0o600, flush: true });
  renameSync(temporary, file);
}

function append(file: string, rows: readonly object[]): void {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  appendFileSync(file, text, { mode: 0o600, flush: true });
}
