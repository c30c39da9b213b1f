import { HostRow } from '@/lib/contracts/fleet';
import type { HostFilter } from '@/lib/domain/host-filter';
import { refuseForgotten, whenOf } from '@/lib/server/asked-time';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { FiledHost } from '@/lib/server/db/fleet/batches';
import type { FleetRow } from '@/lib/server/db/fleet/host-rows';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { momentOf } from '@/lib/server/db/fleet/when';
import { ServiceError } from '@/lib/server/errors';

export async function questionOf(
  ctx: Ctx,
  { filter, at }: { filter: HostFilter; at: Date | null },
): Promise<FleetQuestion> {
  await refuseForgotten(ctx, at);
  return { when: whenOf(ctx, at), fabrics: fabricScope(ctx), filter };
}

export const asOfText = ({ when }: Pick<FleetQuestion, 'when'>): string => momentOf(when).toISOString();

export function hostNotFound(): ServiceError {
  return new ServiceError('not_found', 'No such host');
}

/** Of a file: the row's fields, in their order. */
export const COLUMNS = Object.keys(HostRow.shape) as (keyof HostRow)[];

export const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

type Own = Omit<FiledHost, 'shared'>;

function rowOf(own: Own, shared: FiledHost['shared']): HostRow {
  return {
    id: own.id,
    hostname: own.hostname,
    fqdn: own.fqdn,
    fabric: shared.fabric,
    cluster: shared.cluster,
    state: shared.state,
    attestationStatus: shared.attestationStatus,
    failingChecks: shared.failingChecks,
    cause: shared.causes,
    reporting: shared.reporting,
    since: own.since,
    lastObservedAt: own.lastObservedAt,
    clockOffsetSeconds: secondsOf(own.clockOffsetMs),
    attestationMode: shared.mode,
    os: shared.os,
    model: shared.model,
    firmwareVersion: shared.firmwareVersion,
    shieldedVms: own.shieldedVms,
    exception: shared.exception,
    owner: shared.owner,
    agentVersion: shared.agentVersion,
    risk: shared.risks,
  };
}

export function toHostRow(row: FleetRow): HostRow {
  const lastObservedAt = row.lastObservedAt?.toISOString() ?? null;
  return rowOf({ ...row, since: row.since.toISOString(), lastObservedAt }, row);
}

export const filedRow = (host: FiledHost): HostRow => rowOf(host, host.shared);

const NOBODY: Own = {
  ...{ id: '', hostname: '', fqdn: null, since: '' },
  ...{ lastObservedAt: null, clockOffsetMs: null, shieldedVms: null },
};

/** A row of which only what equal hosts share is said. */
export const sharedRow = (shared: FiledHost['shared']): HostRow => rowOf(NOBODY, shared);
