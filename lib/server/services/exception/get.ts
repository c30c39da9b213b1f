import { ExceptionDetail, GetExceptionInput } from '@/lib/contracts/exception';
import { approvalEffect } from '@/lib/domain/exception';
import { causesCovered, type NamedHost } from '@/lib/server/db/fleet/answers/excepted-hosts';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';
import { findException, toRows } from './internal';

const HOSTS_TOLD = 100;

const toHost = ({ causes, ...host }: NamedHost) => ({ ...host, cause: causes });

function causesOfNone(hosts: readonly NamedHost[], causes: readonly string[]): string[] {
  const present = new Set(hosts.flatMap((host) => host.causes));
  return causes.filter((cause) => !present.has(cause));
}

/** One exception with its hosts, as it stood at the time asked for. */
export const getException = verb({
  procedure: 'exception.get',
  route: { at: 'GET /api/v1/exceptions/:id' },
  summary: 'Shows one exception.',
  right: 'exception.read',
  kind: 'query',
  input: GetExceptionInput,
  output: ExceptionDetail,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const when = whenOf(ctx, input.at);
    const stored = await findException(ctx, input.id);
    if ('at' in when && stored.requestedAt > when.at)
      throw new ServiceError('not_found', 'No such exception then');
    const { rows, hosts } = await toRows(ctx, [stored], when);
    const [row] = rows;
    if (row === undefined) throw new Error('One exception has one row');
    return {
      ...row,
      asOf: momentOf(when).toISOString(),
      ifApproved:
        row.state === 'requested'
          ? {
              ...approvalEffect(hosts, stored.causes, await causesCovered(ctx.db, when, stored.hostIds)),
              causesAhead: causesOfNone(hosts, stored.causes),
            }
          : null,
      hostIds: stored.hostIds,
      firstHosts: hosts.slice(0, HOSTS_TOLD).map(toHost),
    };
  },
});
