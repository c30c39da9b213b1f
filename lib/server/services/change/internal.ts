import type { ChangeRow } from '@/lib/contracts/changes';
import { CHANGE_SPANS, type ChangeQuery } from '@/lib/contracts/words/changes';
import { planName } from '@/lib/domain/plan/progress';
import { GROUP_KINDS } from '@/lib/domain/plan/types';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { ChangeQuestion, FleetChange } from '@/lib/server/db/fleet/answers/changes';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { readChangeCursor } from './cursor';

/** Changes are kept for good; the fleet that a wave is compared with is not. */
export async function changeQuestion(ctx: Ctx, query: ChangeQuery): Promise<ChangeQuestion> {
  const { filter, within, until } = query;
  await refuseForgotten(ctx, query.at);
  const asOf = momentOf(whenOf(ctx, query.at));
  const since = within === null ? query.since : new Date(asOf.getTime() - CHANGE_SPANS[within]);
  return {
    fabrics: fabricScope(ctx),
    filter,
    since,
    until,
    asOf,
    after: readChangeCursor(query),
    limit: query.limit,
  };
}

/** Values that earlier versions or hosts wrote in another shape are read as nothing. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const listOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function otherOf({ otherHostId, otherHostname }: FleetChange['detail']) {
  return typeof otherHostId === 'string' && typeof otherHostname === 'string'
    ? { otherHostId, otherHostname }
    : {};
}

function exceptionOf({ exceptionId, number, endsAt, compliance }: FleetChange['detail']) {
  const known = COMPLIANCE.find((word) => word === compliance);
  if (known === undefined || typeof endsAt !== 'string') return {};
  const which = typeof number === 'number' ? number : null;
  return { exception: { id: textOf(exceptionId), number: which, endsAt, compliance: known } };
}

const wholeOf = (value: unknown) => (Number.isSafeInteger(value) ? (value as number) : undefined);

function planOf({ kind, detail }: FleetChange) {
  if (!kind.startsWith('plan')) return {};
  const group = GROUP_KINDS.find((known) => known === detail.group);
  const [number, proven, tasks] = [detail.number, detail.proven, detail.tasks].map(wholeOf);
  return {
    plan: {
      ...{ id: textOf(detail.planId), name: textOf(detail.name) },
      number: number === undefined ? null : planName(number),
      ...(group && { group }),
      ...(proven !== undefined && tasks !== undefined && { proven, tasks }),
    },
  };
}

function countOf({ count, lastAt }: FleetChange['detail']) {
  return typeof count === 'number' && Number.isSafeInteger(count) && typeof lastAt === 'string'
    ? { count, lastAt }
    : {};
}

export function toChangeRow(change: FleetChange, waveId?: string): ChangeRow {
  const { id, at, recordedAt, kind, hostId, hostname, fabric, cluster, detail } = change;
  return {
    id,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
    kind,
    hostId,
    hostname,
    fabric,
    cluster,
    from: textOf(detail.from),
    to: textOf(detail.to),
    causes: listOf(detail.causes),
    gained: listOf(detail.gained),
    regressed: listOf(detail.regressed),
    fixed: listOf(detail.fixed),
    since: textOf(detail.since),
    code: textOf(detail.code),
    ...countOf(detail),
    ...otherOf(detail),
    ...exceptionOf(detail),
    ...planOf(change),
    ...(waveId !== undefined && { waveId }),
  };
}
