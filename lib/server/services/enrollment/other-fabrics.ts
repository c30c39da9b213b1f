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
 * Names and machine ids are unique over all fabrics, so that a token cannot but learn that one is taken. Told in the same
 * words as one of its own fabric.
 */
export class HostOfAnotherFabric extends ServiceError {
  constructor(readonly tokenId: string) {
    super('already_enrolled', TAKEN);
  }
}

const ACTION = 'host.enrollmentRefused';
/** An hour, of one token and network: more than mistakes of one roll-out, and too few to find out what other fabrics hold. */
const MOST_PROBES = 20;

type Probing = { tokenId: string; address: string };

/** Each network has its own: who holds a token too must not be kept from using it. */
const keyOf = ({ tokenId, address }: Probing) => `${tokenId} ${networkOf(address)}`;

/**
 * Once a token has met so many hosts of other fabrics from one network, it enrols nobody there until the hour is over:
 * no answer tells more.
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

/** The audit log tells who tried, and how often. */
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
