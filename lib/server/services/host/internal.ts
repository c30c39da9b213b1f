import { HostRow } from '@/lib/contracts/fleet';
import type { HostFilter } from '@/lib/domain/host-filter';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { FiledHost } from '@/lib/server/db/fleet/answers/export-rows';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';

export async function fleetQuestion(
  ctx: Ctx,
  { filter, at, hosts }: { filter: HostFilter; at: Date | null; hosts?: readonly string[] | undefined },
): Promise<FleetQuestion> {
  await refuseForgotten(ctx, at);
  return { when: whenOf(ctx, at), fabrics: fabricScope(ctx), filter, hosts };
}

export const asOfText = ({ when }: Pick<FleetQuestion, 'when'>): string => momentOf(when).toISOString();

export function hostNotFound(): ServiceError {
  return new ServiceError('not_found', 'No such host');
}

/** The fields of a row in JSON, in their order. */
export const ROW_FIELDS = Object.keys(HostRow.shape) as (keyof HostRow)[];

export const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** A row of nulls that fixes the order of fields. */
const IN_ORDER = Object.fromEntries(ROW_FIELDS.map((column) => [column, null]));

/** Returns exactly the fields of the contract. */
export function toHostRow(row: FleetRow): HostRow {
  const said: HostRow = {
    ...row,
    failingChecks: inRepairOrder(row.failingChecks),
    since: row.since.toISOString(),
    lastObservedAt: row.lastObservedAt?.toISOString() ?? null,
    clockOffsetSeconds: secondsOf(row.clockOffsetMs),
  };
  return Object.fromEntries(ROW_FIELDS.map((column) => [column, said[column]])) as HostRow;
}

export const filedRow = ({ shared, clockOffsetMs, ...own }: FiledHost): HostRow => ({
  ...IN_ORDER,
  ...own,
  ...shared,
  clockOffsetSeconds: secondsOf(clockOffsetMs),
});
