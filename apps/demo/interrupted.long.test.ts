import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFleet } from '@/apps/simulator/fleet/fleet';
import { type DbRoot, Prisma } from '@/lib/server/db/client';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';
import { openPools } from '@/lib/server/db/pools';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { testDatabase } from '@/test/support/database';
import { historyOf } from '@/test/support/ingest';
import { loadPast } from './load-past';
import { type Memory, openMemory, type Plan } from './progress-file';

const settings = { reportIntervalSeconds: 900, retentionDays: 800 };

const PLAN: Plan = {
  version: 2,
  hostile: true,
  hosts: 24,
  days: 4,
  seed: 4,
  presentMs: Date.now() - 4 * HOUR_MS,
  password: 'a password that is long enough',
  begun: false,
  tokens: {},
  repairs: [],
};
const PASSED_BY_NOW = PLAN.presentMs + 3 * HOUR_MS;

type Demo = { db: DbRoot; memory: Memory; folder: string };

async function withDemo<T>(work: (demo: Demo) => Promise<T>): Promise<T> {
  const database = await testDatabase();
  const db = openPools({ url: database.runtimeUrl }).ingest;
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-demo-'));
  try {
    return await work({ db, folder, memory: openMemory(folder) });
  } finally {
    await db.$disconnect();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
}

/** What every next start does; `memory` may fail it at a moment of the test's choosing. */
const run = ({ db }: Demo, memory: Memory, until = PASSED_BY_NOW) =>
  loadPast({
    db,
    memory,
    plan: memory.plan() ?? PLAN,
    fleet: makeFleet(PLAN),
    settings,
    signal: new AbortController().signal,
    print: () => undefined,
    clock: () => until,
  });

class Killed extends Error {}

/** Dies at the n-th call, before anything was written, or with a line that was cut off. */
function dyingAt(
  of: Demo,
  what: 'savePlan' | 'addEnrolled' | 'saveProgress',
  call: number,
  isTorn = false,
): Memory {
  let calls = 0;
  const dying = (...told: never[]) => {
    calls += 1;
    if (calls < call) return (of.memory[what] as (...all: never[]) => void)(...told);
    if (isTorn)
      appendFileSync(path.join(of.folder, 'demo', 'enrolled.jsonl'), '{"hostname":"hv-par-0101","hos');
    throw new Killed();
  };
  return { ...of.memory, [what]: dying };
}

/** Every segment of the past of all hosts, and what is true of them now; by name, since ids are made anew. */
async function everything({ db }: Demo) {
  const hosts = await db.host.findMany({ orderBy: { enrolledHostname: 'asc' }, include: { source: true } });
  const told = [];
  for (const { id, enrolledHostname, source, enrolledAt, machineId } of hosts)
    told.push({
      enrolledHostname,
      enrollment: source.enrollment,
      enrolledAt,
      machineId,
      ...(await historyOf(db, id)),
    });
  return told;
}

test('killed at any moment, of the enrolment too, it ends as one that was never interrupted', async () => {
  const whole = await withDemo(async (demo) => {
    await run(demo, demo.memory);
    return everything(demo);
  });
  expect(whole).toHaveLength(PLAN.hosts);
  await withDemo(async (demo) => {
    const deaths: Memory[] = [
      dyingAt(demo, 'savePlan', 1),
      dyingAt(demo, 'savePlan', 2),
      dyingAt(demo, 'addEnrolled', 1),
      dyingAt(demo, 'addEnrolled', 2, true),
      dyingAt(demo, 'addEnrolled', 1, true),
      dyingAt(demo, 'saveProgress', 1),
      dyingAt(demo, 'saveProgress', 3),
      dyingAt(demo, 'saveProgress', 9),
    ];
    for (const memory of deaths) await expect(run(demo, memory)).rejects.toBeInstanceOf(Killed);
    await run(demo, demo.memory);
    expect(await everything(demo)).toEqual(whole);
    expect(demo.memory.enrolled()).toHaveLength(PLAN.hosts);
  });
});

test('what was enrolled before a kill is not enrolled again', async () => {
  await withDemo(async (demo) => {
    await expect(run(demo, dyingAt(demo, 'addEnrolled', 2))).rejects.toBeInstanceOf(Killed);
    const file = path.join(demo.folder, 'demo', 'enrolled.jsonl');
    expect(existsSync(file)).toBe(true);
    const before = readFileSync(file, 'utf8');
    await expect(run(demo, dyingAt(demo, 'saveProgress', 1))).rejects.toBeInstanceOf(Killed);
    expect(readFileSync(file, 'utf8').startsWith(before)).toBe(true);
    const again = await demo.db.auditEntry.count({ where: { action: 'host.credentialReissued' } });
    expect(again).toBeLessThan(PLAN.hosts);
    expect(await demo.db.host.count()).toBe(PLAN.hosts);
  });
});

type Covered = { name: string; until: Date; next: Date | null };

/** Every stretch of every host's past, up to when its last snapshot vouches for it; the live row has the newest. */
function coveredSpans({ db }: Demo): Promise<Covered[]> {
  const of = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
  return db.$queryRaw<Covered[]>`
    SELECT h.enrolled_hostname AS name, ${stateColumns(of).coveredUntil} AS until, s.next
    FROM (SELECT *, lead(from_at) OVER (PARTITION BY host_id ORDER BY from_at) AS next FROM state_segment) s
    JOIN host h ON h.id = s.host_id
    LEFT JOIN host_live l ON ${isOpenState(of)}`;
}

test('what was missed is filled first: no host has a gap that is not in the story', async () => {
  await withDemo(async (demo) => {
    const away = PLAN.presentMs + 3 * DAY_MS;
    for (const until of [PLAN.presentMs + HOUR_MS, away]) await run(demo, demo.memory, until);
    const gaps = (await coveredSpans(demo)).filter(({ until, next }) => until < (next ?? new Date(away)));
    const quiet = new Map(makeFleet(PLAN).hosts.map((host) => [host.hostname, host.quiet]));
    const untold = gaps.filter(({ name, until }) => {
      const spans = quiet.get(name.split('"')[0] ?? '') ?? [];
      return !spans.some((span) => span.from <= until.getTime() && until.getTime() <= span.until);
    });
    expect(untold).toEqual([]);
    expect(gaps.length).toBeGreaterThan(0);
  });
});
