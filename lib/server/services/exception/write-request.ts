import { v7 as uuidv7 } from 'uuid';
import { exceptionName, refusedTerms } from '@/lib/domain/exception';
import { audit } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import type { SelectedHost } from '@/lib/server/db/fleet/answers/selected-hosts';
import { holdLock } from '@/lib/server/db/locks';
import { ServiceError } from '@/lib/server/errors';
import { personBehind } from '@/lib/server/services/operator';

type Terms = {
  causes: readonly string[];
  reason: string;
  control: string;
  owner: string;
  reviewAt: Date;
  endsAt: Date;
};
type Request = Terms & {
  hosts: readonly SelectedHost[];
  follows: { id: string; number: number } | null;
};

export function refuseTerms(terms: Pick<Terms, 'reviewAt' | 'endsAt'>, now: Date): void {
  const refused = refusedTerms(terms, now);
  if (refused === null) return;
  const { field, rule } = refused;
  throw new ServiceError('invalid_value', `${field}: ${rule}`, { pointer: `/${field}` });
}

/**
 * Stores the requested exception with its hosts as they are now. It is in force once another person approves
 * it.
 */
export async function writeRequest(ctx: Ctx, { hosts, follows, ...asked }: Request): Promise<string> {
  const id = uuidv7();
  const requesterId = await personBehind(ctx);
  const terms = { ...asked, causes: [...new Set(asked.causes)] };
  const frozen = {
    hostIds: hosts.map((host) => host.id),
    fabricIds: [...new Set(hosts.map(({ fabricId }) => fabricId))].sort(),
  };
  await transact(ctx.db, async (tx) => {
    const number = await nextNumber(tx);
    const by = { requestedAt: ctx.now, requestedBy: recordedBy(ctx.actor), requesterId };
    const followsId = follows?.id ?? null;
    await tx.exception.create({ data: { id, number, followsId, ...terms, ...frozen, ...by } });
    const detail = {
      name: exceptionName(number),
      ...frozen,
      ...terms,
      reviewAt: terms.reviewAt.toISOString(),
      endsAt: terms.endsAt.toISOString(),
      ...(follows && { follows: exceptionName(follows.number) }),
    };
    await audit(tx, ctx, { action: 'exception.requested', subject: { kind: 'exception', id }, detail });
  });
  return id;
}

async function nextNumber(tx: Db): Promise<number> {
  await holdLock(tx, 'exceptionNumbers');
  const { _max } = await tx.exception.aggregate({ _max: { number: true } });
  return (_max.number ?? 0) + 1;
}
