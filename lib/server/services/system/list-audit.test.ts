import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListAuditInput } from '@/lib/contracts/audit';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, Prisma } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { createApiToken } from '@/lib/server/services/operator';
import { listAudit } from '@/lib/server/services/system';
import { makeOperator, systemCtx, tokenCtx } from '@/test/support/callers';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import { enrolledHosts } from '@/test/support/ingest';
import { uniqueName } from '@/test/support/world';

const ENTRIES = 100_000;
/** The oldest, so that whoever reads from the end comes to them last, and more of each than a page holds. */
const OLD = 1_000;
const HOSTS = 20;
const MOST_ROWS_READ = 1_000;
const BEGUN = new Date('2026-01-01T00:00:00Z');
const minutesOn = (minutes: number) => new Date(BEGUN.getTime() + minutes * 60_000);

let database: TestDatabase;
let db: DbRoot;
let pools: Pools;
const tokenName = uniqueName('token');
let operator: { id: string; email: string };
let tokenId: string;
/** Hosts of one fabric. The log says little of what was done to them, and that at its beginning. */
let hostIds: string[];
let hostNames: string[];
let fabricId: string;
let fabricName: string;
let things: string[];

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools({ url: database.runtimeUrl });
  db = pools.console;
  operator = await makeOperator(db);
  ({ id: tokenId } = await createApiToken({
    ctx: systemCtx(db),
    input: { name: tokenName, role: 'viewer' },
  }));
  hostIds = (await enrolledHosts(db, BEGUN, HOSTS)).map(({ hostId }) => hostId);
  const hosts = await db.host.findMany({ where: { id: { in: hostIds } }, include: { fabric: true } });
  hostNames = hostIds.map((id) => hosts.find((host) => host.id === id)?.enrolledHostname ?? '');
  fabricId = hosts[0]?.fabricId ?? '';
  fabricName = hosts[0]?.fabric.name ?? '';
  const tokens = await db.enrollmentToken.findMany({ where: { fabricId } });
  things = [fabricId, ...hostIds, ...tokens.map(({ id }) => id)];
  await db.$executeRaw`
    INSERT INTO audit_entry (sequence, previous_hash, hash, at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
    SELECT n + 10, '', '', ${BEGUN}::timestamptz + n * interval '1 minute',
      CASE WHEN n > ${OLD} THEN 'host' ELSE (ARRAY['operator', 'apiToken', 'anonymous'])[1 + n % 3] END,
      CASE WHEN n > ${OLD} THEN 'host-' || n % 500 ELSE (ARRAY[${operator.id}, ${tokenId}, NULL])[1 + n % 3] END,
      CASE WHEN n > ${OLD} THEN 'host.' || (ARRAY['locked', 'unlocked', 'credentialRotated'])[1 + n % 3]
        ELSE 'fabric.' || (ARRAY['created', 'renamed'])[1 + n % 2] END,
      CASE WHEN n <= ${OLD} AND n % 10 = 0 THEN 'host' ELSE 'thing' END,
      CASE WHEN n > ${OLD} THEN 'host-' || n % 500
        WHEN n % 10 = 0 THEN (${hostIds}::text[])[1 + n / 10 % ${HOSTS}] ELSE 'old' END, '{}'
    FROM generate_series(1, ${ENTRIES}::int) n`;
  // As autovacuum does after so many; the role that serves may not.
  await withClient(database.migrateUrl, (client) => client.query('ANALYZE audit_entry'));
});
afterAll(async () => {
  await pools.close();
  await database.drop();
});

type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
};

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const rowsRead = (node: PlanNode) =>
  node['Actual Loops'] *
  (node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0));

/** What the verb answers, and how PostgreSQL found it: each statement as it was asked, with its values. */
async function planned(input: ListAuditInput, as: (db: DbRoot) => Ctx = systemCtx) {
  const plans: PlanNode[] = [];
  const explaining = db.$extends({
    query: {
      $queryRaw: async ({ args, query }) => {
        const [row] = await db.$queryRaw<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
          Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${args}`,
        );
        if (row?.['QUERY PLAN'][0]) plans.push(row['QUERY PLAN'][0].Plan);
        return query(args);
      },
    },
  });
  // Extended, it answers the same calls; only its type is another one.
  const ctx = as(explaining as unknown as DbRoot);
  const { entries } = await listAudit({ ctx, input });
  const scans = plans.flatMap(nodesOf).filter((node) => node['Relation Name'] === 'audit_entry');
  return { sequences: entries.map(({ sequence }) => sequence), scans };
}

const fabric: Prisma.AuditEntryWhereInput = { action: { startsWith: 'fabric.' } };

type Case = { input: ListAuditInput; means: Prisma.AuditEntryWhereInput };
/** Made late: ids are known once the entries are. */
const CASES: Record<string, () => Case> = {
  nothing: () => ({ input: {}, means: {} }),
  'a page further on': () => ({ input: { cursor: '50000' }, means: { sequence: { lt: 50_000n } } }),
  'a recent time': () => {
    const since = minutesOn(ENTRIES - 50);
    return { input: { since }, means: { at: { gte: since } } };
  },
  'a time to come': () => {
    const since = minutesOn(2 * ENTRIES);
    return { input: { since }, means: { at: { gte: since } } };
  },
  'a time long ago': () => ({ input: { until: minutesOn(600) }, means: { at: { lt: minutesOn(600) } } }),
  'a time before all': () => ({ input: { until: BEGUN }, means: { at: { lt: BEGUN } } }),
  'a span long ago': () => {
    const [since, until] = [minutesOn(400), minutesOn(500)];
    return { input: { since, until }, means: { at: { gte: since, lt: until } } };
  },
  'an actor’s id': () => ({ input: { actor: operator.id }, means: { actorId: operator.id } }),
  'an e-mail address': () => ({
    input: { actor: operator.email.toUpperCase() },
    means: { actorId: operator.id },
  }),
  'a token’s name': () => ({ input: { actor: tokenName }, means: { actorId: tokenId } }),
  'a kind of actor': () => ({ input: { actor: 'anonymous' }, means: { actorKind: 'anonymous' } }),
  'a frequent kind of actor': () => ({ input: { actor: 'host' }, means: { actorKind: 'host' } }),
  'an actor that did nothing': () => ({ input: { actor: 'nobody' }, means: { actorId: 'nobody' } }),
  'an action': () => ({ input: { action: 'fabric.created' }, means: { action: 'fabric.created' } }),
  'all actions of a thing': () => ({ input: { action: 'fabric' }, means: fabric }),
  'all actions of a frequent thing': () => ({
    input: { action: 'host' },
    means: { action: { startsWith: 'host.' } },
  }),
  'an action that never was': () => ({ input: { action: 'host.fab' }, means: { action: 'host.fab' } }),
  'a host': () => ({ input: { subject: hostIds[3] ?? '' }, means: { subjectId: hostIds[3] ?? '' } }),
  'a host’s name': () => ({ input: { subject: hostNames[3] ?? '' }, means: { subjectId: hostIds[3] ?? '' } }),
  'a fabric’s name': () => ({ input: { subject: fabricName.toUpperCase() }, means: { subjectId: fabricId } }),
  'a subject': () => ({ input: { subject: 'old' }, means: { subjectId: 'old' } }),
  'an actor’s actions of a thing': () => ({
    input: { actor: operator.email, action: 'fabric' },
    means: { ...fabric, actorId: operator.id },
  }),
  'an action on a subject': () => ({
    input: { action: 'host.locked', subject: 'host-42' },
    means: { action: 'host.locked', subjectId: 'host-42' },
  }),
};

const limited = (fabrics: string[]) => (db: DbRoot) => ({
  ...tokenCtx(db, { fabrics, role: 'auditor' }),
  actor: { kind: 'apiToken', id: tokenId, name: tokenName, role: 'auditor', fabrics } as const,
});

/** What one may read who is limited to these fabrics. */
const visible = (subjects: string[]): Prisma.AuditEntryWhereInput => ({
  OR: [{ actorId: tokenId }, { subjectId: { in: subjects } }],
});

async function expectReadAlongIndex(name: string, as?: (db: DbRoot) => Ctx, also?: string[]): Promise<void> {
  const asked = CASES[name]?.();
  if (!asked) throw new Error(`No case ${name}`);
  const { sequences, scans } = await planned(asked.input, as);
  const meant = await db.auditEntry.findMany({
    where: also ? { AND: [asked.means, visible(also)] } : asked.means,
    orderBy: { sequence: 'desc' },
    take: 100,
    select: { sequence: true },
  });
  expect(sequences).toEqual(meant.map(({ sequence }) => sequence.toString()));
  expect(scans.map((scan) => scan['Node Type'])).not.toContain('Seq Scan');
  expect(scans.reduce((sum, scan) => sum + rowsRead(scan), 0)).toBeLessThan(MOST_ROWS_READ);
}

describe('the audit log by', () => {
  it.each(Object.keys(CASES))('%s is read along an index, and no further than a page needs', (name) =>
    expectReadAlongIndex(name),
  );

  it.each(Object.keys(CASES))('%s is read by who is limited to a fabric without reading of others', (name) =>
    expectReadAlongIndex(name, limited([fabricId]), things),
  );

  it('a subject of another fabric is told as far as it is one’s own doing', async () => {
    const { id: elsewhere } = await db.fabric.create({
      data: { id: randomUUID(), name: uniqueName('elsewhere'), createdAt: BEGUN },
    });
    const subject = hostIds[0] ?? '';
    const all = await planned({ subject }, limited([fabricId]));
    expect(all.sequences).toHaveLength(OLD / 10 / HOSTS);
    const { sequences, scans } = await planned({ subject }, limited([elsewhere]));
    const own = await db.auditEntry.findMany({ where: { subjectId: subject, actorId: tokenId } });
    expect(new Set(sequences)).toEqual(new Set(own.map(({ sequence }) => sequence.toString())));
    expect(own).not.toHaveLength(0);
    expect(scans.map((scan) => scan['Node Type'])).not.toContain('Seq Scan');
  });
});
