import type { ExceptionDetail, RequestExceptionInput } from '@/lib/contracts/exception';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { selectHosts } from '@/lib/server/services/host';
import { getException } from './get';
import { refuseTerms, writeRequest } from './write-request';

/** Asks for an exception for the hosts as they are chosen now. It changes nothing until another person approves it. */
export async function requestException({
  ctx,
  input,
}: Verb<RequestExceptionInput>): Promise<ExceptionDetail> {
  authorize(ctx, 'exception.request');
  const { causes, reason, control, owner, reviewAt, endsAt, ...selection } = input;
  refuseTerms({ reviewAt, endsAt }, ctx.now);
  const hosts = await selectHosts(ctx, selection);
  const asked = { hosts, causes, reason, control, owner, reviewAt, endsAt, follows: null };
  return getException({ ctx, input: { id: await writeRequest(ctx, asked), at: null } });
}
