import { countOccurrence, periodOf } from '@/lib/server/audit/count-occurrences';
import { auditActor } from '@/lib/server/audit/record';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

const TAKEN =
  'A host with this machine id or name is enrolled. Allow its re-enrolment, or retire it, and try again';

export const alreadyEnrolled = () => new ServiceError('already_enrolled', TAKEN);

/**
 * Thrown when a host of another fabric has the name or machine id. Both are unique over all fabrics, so a
 * token inevitably learns that they are taken. The message is that for a host of the token's own fabric.
 */
export class HostOfAnotherFabric extends ServiceError {
  constructor(readonly tokenId: string) {
    super('already_enrolled', TAKEN);
  }
}

const ACTION = 'host.enrollmentRefused';
/** Per hour, token and network: more than one roll-out has mistakes, and too few to explore other fabrics. */
const MOST_PROBES = 20;

type Probing = { tokenId: string; address: string };

/** Each network has its own count, so that one holder of a token cannot block another. */
const keyOf = ({ tokenId, address }: Probing) => `${tokenId} ${networkOf(address)}`;

/**
 * Once a token has met this many hosts of other fabrics from one network, it enrols nobody from there until
 * the hour is over, so that no answer says more.
 */
export async function refuseProbing(db: Db, now: Date, probing: Probing): Promise<void> {
  const endsAt = await periodOf(db, { action: ACTION, key: keyOf(probing), times: MOST_PROBES }, now);
  if (endsAt === null) return;
  throw new ServiceError(
    'too_many_requests',
    'This token met too many hosts that are enrolled in other fabrics. Check that it is the token of the right fabric',
    { retryAfterSeconds: Math.ceil((endsAt.getTime() - now.getTime()) / 1000) },
  );
}

/** Records in the audit log who tried and how often. */
export async function countProbe(ctx: Ctx, probing: Probing): Promise<void> {
  await countOccurrence(
    ctx.db,
    { actor: auditActor(ctx.actor), at: ctx.now },
    {
      action: ACTION,
      key: keyOf(probing),
      period: 'hour',
      subject: { kind: 'enrollmentToken', id: probing.tokenId },
      detail: { reason: 'enrolled in another fabric', address: networkOf(probing.address) },
    },
  );
}
