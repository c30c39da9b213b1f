import { ExceptionDetail, RequestExceptionInput } from '@/lib/contracts/exception';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { listHosts, selectHosts } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { getException } from './get';
import { refuseTerms, writeRequest } from './write-request';

/**
 * Requests an exception for the hosts as they are selected now. It changes nothing until another person
 * approves it.
 */
export const requestException = verb({
  procedure: 'exception.request',
  route: { at: 'POST /api/v1/exceptions', status: 201, location: ({ id }) => `/api/v1/exceptions/${id}` },
  summary: 'Requests an exception for hosts and causes, which another person has to approve.',
  right: 'exception.request',
  kind: 'command',
  input: RequestExceptionInput,
  output: ExceptionDetail,
  work: async ({ ctx, input }) => {
    const { causes, reason, control, owner, reviewAt, endsAt, ...selection } = input;
    refuseTerms({ reviewAt, endsAt }, ctx.now);
    await refuseUnknownCauses(ctx, causes);
    const hosts = await selectHosts(ctx, selection);
    const asked = { hosts, causes, reason, control, owner, reviewAt, endsAt, follows: null };
    return getException({ ctx, input: { id: await writeRequest(ctx, asked), at: null } });
  },
});

/**
 * HGS may name checks that the catalogue does not know yet: those that a host has are accepted. Any other
 * unknown cause is a spelling mistake.
 */
async function refuseUnknownCauses(ctx: Ctx, causes: readonly string[]): Promise<void> {
  for (const [index, cause] of causes.entries()) {
    if (remediationFor(cause, 'Unknown') !== null) continue;
    const filter = { cause: { include: [cause], exclude: [] } };
    const asked = { filter, at: null, sort: 'hostname', order: 'asc', limit: 1, cursor: null } as const;
    const { hosts } = await listHosts({ ctx, input: asked });
    if (hosts.length > 0) continue;
    throw new ServiceError(
      'invalid_value',
      `No cause is called "${cause}", and no host has it: see /api/v1/catalogue`,
      {
        pointer: `/causes/${index}`,
      },
    );
  }
}
