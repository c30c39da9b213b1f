import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import {
  AcceptInvitationInput,
  CanSetUpInput,
  type Done,
  type EndedAccess,
  type Invitation,
  type InvitedOperator,
  type InvitedPerson,
  InviteOperatorInput,
  type RenewedPassword,
  RenewPasswordInput,
} from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { endSessions, refuseSignInsUnderWay } from '@/lib/server/auth/end-sessions';
import { hashPassword } from '@/lib/server/auth/password';
import type { Ctx, Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { createOperator } from '@/lib/server/services/operator/create';
import {
  findInvitation,
  tokenDigest,
  writeInvitation,
} from '@/lib/server/services/operator/invitation-links';
import { resetPassword } from '@/lib/server/services/operator/reset-password';

/** Known to nobody: the account cannot sign in until its person has chosen another. */
const nobodysPassword = () => randomBytes(48).toString('base64url');

type At<Input> = Verb<Input> & {
  /** The address that people reach this server by. */
  publicUrl: string;
};

async function invite(ctx: Ctx, id: string, publicUrl: string): Promise<Invitation> {
  const { token, expiresAt } = await writeInvitation(ctx.db, ctx, id);
  const subject = { kind: 'operator', id };
  const detail = { expiresAt: expiresAt.toISOString() };
  await audit(ctx.db, ctx, { action: 'operator.invited', subject, detail });
  return { link: `${publicUrl}/invitation?token=${token}`, expiresAt: expiresAt.toISOString() };
}

/** An operator without a password, and the link by which the person chooses one. */
export async function inviteOperator({
  ctx,
  input,
  publicUrl,
}: At<InviteOperatorInput>): Promise<InvitedOperator> {
  authorize(ctx, 'operator.manage');
  const parsed = parseInput(InviteOperatorInput, input);
  return transact(ctx.db, async (tx) => {
    const within = { ...ctx, db: tx };
    const { id } = await createOperator({ ctx: within, input: { ...parsed, password: nobodysPassword() } });
    return { id, invitation: await invite(within, id, publicUrl) };
  });
}

/** Ends what the old password gave, and sets the one that is given, or hands out a link to choose one by. */
export async function renewPassword({
  ctx,
  input,
  publicUrl,
}: At<RenewPasswordInput>): Promise<RenewedPassword> {
  authorize(ctx, 'operator.manage');
  const { id: asked, password } = parseInput(RenewPasswordInput, input);
  return transact(ctx.db, async (tx) => {
    const within = { ...ctx, db: tx };
    const reset = { id: asked, password: password ?? nobodysPassword() };
    const ended: EndedAccess = await resetPassword({ ctx: within, input: reset });
    return { ended, invitation: password ? null : await invite(within, ended.id, publicUrl) };
  });
}

/** Whose link it is; null where it was used, replaced or is too old. */
export async function invitedPerson({
  ctx,
  input,
}: Verb<z.infer<typeof CanSetUpInput>>): Promise<InvitedPerson | null> {
  const { token } = parseInput(CanSetUpInput, input);
  const person = await findInvitation(ctx, token);
  return person && { name: person.name, email: person.email };
}

/** The link is taken in the transaction that sets the password, so that of two calls at once one wins. */
export async function acceptInvitation({ ctx, input }: Verb<AcceptInvitationInput>): Promise<Done> {
  const { token, password } = parseInput(AcceptInvitationInput, input);
  const gone = () =>
    new ServiceError('not_found', 'This link was used or replaced, or is too old: ask for another one');
  const person = await findInvitation(ctx, token);
  if (!person) throw gone();
  const { id, email } = person;
  const hashed = await hashPassword(password);
  return transact(ctx.db, async (tx) => {
    await refuseSignInsUnderWay(tx, id);
    const { count } = await tx.verification.deleteMany({ where: { id: tokenDigest(token) } });
    if (count === 0) throw gone();
    const where = { operatorId: id, providerId: 'credential' };
    await tx.account.updateMany({ where, data: { password: hashed, updatedAt: ctx.now } });
    await endSessions(tx, { operatorId: id });
    const subject = { kind: 'operator', id };
    await audit(tx, ctx, { action: 'operator.invitationAccepted', subject, detail: { email } });
    return { id };
  });
}
