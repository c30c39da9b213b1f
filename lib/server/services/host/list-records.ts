import { validate as isUuid } from 'uuid';
import { type HostRecord, HostRecordList, ListHostRecordsInput } from '@/lib/contracts/host-records';
import type { HostRecordKind } from '@/lib/contracts/words/host-records';
import { mayEnrolUntil } from '@/lib/domain/re-enrolment';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Prisma } from '@/lib/server/db/client';
import { hostsOfSameIdentity } from '@/lib/server/db/fleet/answers/host-detail';
import { ServiceError } from '@/lib/server/errors';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';

function whereOf(kind: HostRecordKind, now: Date): Prisma.HostWhereInput {
  if (kind === 'retired') return { retiredAt: { not: null } };
  const mark = {
    locked: { source: { lockedAt: { not: null } } },
    duplicate: { duplicateIdentity: true },
    reenrollAllowed: { reenrollUntil: { gt: now } },
  } satisfies Record<Exclude<HostRecordKind, 'retired'>, Prisma.HostWhereInput>;
  return { retiredAt: null, ...mark[kind] };
}

const FIELDS = {
  id: true,
  nameKey: true,
  enrolledAt: true,
  retiredAt: true,
  source: { select: { lockedAt: true } },
  reenrollUntil: true,
  fabric: { select: { name: true } },
} as const satisfies Prisma.HostSelect;
type Found = Prisma.HostGetPayload<{ select: typeof FIELDS }>;

/** Hosts whose record needs a decision, or has one, now. */
export const listHostRecords = verb({
  procedure: 'host.records',
  route: { at: 'GET /api/v1/host-records', tag: 'hosts' },
  summary: 'Lists the records of hosts that wait for an administrator, or that have left the fleet.',
  right: 'host.manage',
  kind: 'query',
  input: ListHostRecordsInput,
  output: HostRecordList,
  work: async ({ ctx, input: { kind, limit, cursor } }) => {
    if (cursor !== null && !isUuid(cursor))
      throw new ServiceError('invalid_value', 'cursor: is none that a list gave', { pointer: 'cursor' });
    const where = { ...whereOf(kind, ctx.now), fabric: visibleFabrics(ctx) };
    const found = await ctx.db.host.findMany({
      where,
      select: FIELDS,
      orderBy:
        kind === 'retired' ? [{ retiredAt: 'desc' }, { id: 'asc' }] : [{ nameKey: 'asc' }, { id: 'asc' }],
      take: limit + 1,
      ...(cursor !== null && { cursor: { id: cursor }, skip: 1 }),
    });
    const shown = found.slice(0, limit);
    return {
      asOf: ctx.now.toISOString(),
      total: await ctx.db.host.count({ where }),
      records: await Promise.all(shown.map((host) => toRecord(ctx, kind, host))),
      nextCursor: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  },
});

async function toRecord(ctx: Ctx, kind: HostRecordKind, host: Found): Promise<HostRecord> {
  return {
    id: host.id,
    name: host.nameKey,
    fabric: host.fabric.name,
    enrolledAt: host.enrolledAt.toISOString(),
    retiredAt: host.retiredAt?.toISOString() ?? null,
    lockedAt: host.source.lockedAt?.toISOString() ?? null,
    reenrollUntil: mayEnrolUntil(host.reenrollUntil, ctx.now)?.toISOString() ?? null,
    sameAs: kind === 'duplicate' ? await hostsOfSameIdentity(ctx.db, host.id, fabricScope(ctx)) : [],
  };
}
