import { randomBytes } from 'node:crypto';
import {
  AcceptInvitationInput,
  CanSetUpInput,
  CreateOperatorInput,
  Done,
  type EndedAccess,
  Invitation,
  InvitedOperator,
  InvitedPerson,
  InviteOperatorInput,
  OperatorRow,
  RenewedPassword,
  RenewPasswordInput,
} from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { endSessions, refuseSignInsUnderWay } from '@/lib/server/auth/end-sessions';
import { hashPassword } from '@/lib/server/auth/password';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { createOperator } from '@/lib/server/services/operator/create';
import {
  findInvitation,
  tokenDigest,
  writeInvitation,
} from '@/lib/server/services/operator/invitation-links';
import { operatorRow } from '@/lib/server/services/operator/list';
import { resetPassword } from '@/lib/server/services/operator/reset-password';
import { verb } from '@/lib/server/verbs/verb';

/** Nobody knows this password: the account cannot sign in until its person has chosen another. */
const nobodysPassword = () => randomBytes(48).toString('base64url');

async function invite(ctx: Ctx, id: string, publicUrl: string): Promise<Invitation> {
  const { token, expiresAt } = await writeInvitation(ctx.db, ctx, id);
  const subject = { kind: 'operator', id };
  const detail = { expiresAt: expiresAt.toISOString() };
  await audit(ctx.db, ctx, { action: 'operator.invited', subject, detail });
  return { link: `${publicUrl}/invitation?token=${token}`, expiresAt: expiresAt.toISOString() };
}

/** Creates an operator without a password, and the link with which the person chooses one. */
export const inviteOperator = verb({
  procedure: 'operator.invite',
  summary: 'Makes an account and a link by which the person sets a password; the link is shown once.',
  right: 'operator.manage',
  kind: 'command',
  input: InviteOperatorInput,
  output: InvitedOperator,
  needs: ['publicUrl'],
  secret: ({ id }) => id,
  work: async ({ ctx, input: parsed, publicUrl }) => {
    return transact(ctx.db, async (tx) => {
      const within = { ...ctx, db: tx };
      const { id } = await createOperator({ ctx: within, input: { ...parsed, password: nobodysPassword() } });
      return { id, invitation: await invite(within, id, publicUrl) };
    });
  },
});

/** Creates an operator with a password, or without one but with the link for choosing it. */
export const makeOperator = verb({
  route: {
    at: 'POST /api/v1/operators',
    status: 201,
    operation: 'createOperator',
    location: ({ id }) => `/api/v1/operators/${id}`,
  },
  summary:
    'Makes an account with a password, or with a link by which the person sets one and which is shown once.',
  right: 'operator.manage',
  kind: 'command',
  input: InviteOperatorInput.extend({ password: CreateOperatorInput.shape.password.optional() }),
  /** `invitation` is null where a password was given. */
  output: OperatorRow.extend({ invitation: Invitation.nullable() }),
  needs: ['publicUrl'],
  secret: ({ id }) => id,
  work: async ({ ctx, input: { password, ...person }, publicUrl }) => {
    const made = password
      ? { ...(await createOperator({ ctx, input: { ...person, password } })), invitation: null }
      : await inviteOperator({ ctx, input: person, publicUrl });
    return { ...(await operatorRow(ctx, made.id)), invitation: made.invitation };
  },
});

/** Ends all access by the old password, and sets the given one or returns a link for choosing one. */
export const renewPassword = verb({
  procedure: 'operator.renewPassword',
  route: { at: 'POST /api/v1/operators/:id/reset-password', operation: 'resetPassword' },
  summary: 'Ends a person’s access and gives a new password, or a link to set one, which is shown once.',
  right: 'operator.manage',
  kind: 'command',
  input: RenewPasswordInput,
  output: RenewedPassword,
  needs: ['publicUrl'],
  secret: ({ ended }) => ended.id,
  work: async ({ ctx, input: { id: asked, password }, publicUrl }) => {
    return transact(ctx.db, async (tx) => {
      const within = { ...ctx, db: tx };
      const reset = { id: asked, password: password ?? nobodysPassword() };
      const ended: EndedAccess = await resetPassword({ ctx: within, input: reset });
      return { ended, invitation: password ? null : await invite(within, ended.id, publicUrl) };
    });
  },
});

/** The operator of a link; null if it was used, replaced or has expired. */
export const invitedPerson = verb({
  procedure: 'operator.invitedPerson',
  summary: 'Says whom an invitation is for, as long as it can be used.',
  right: 'anybody',
  kind: 'query',
  input: CanSetUpInput,
  output: InvitedPerson.nullable(),
  work: async ({ ctx, input: { token } }) => {
    const person = await findInvitation(ctx, token);
    return person && { name: person.name, email: person.email };
  },
});

/** The link is used up in the transaction that sets the password, so that of two simultaneous calls one wins. */
export const acceptInvitation = verb({
  procedure: 'operator.acceptInvitation',
  summary: 'Sets the password of an invited person.',
  right: 'anybody',
  kind: 'command',
  input: AcceptInvitationInput,
  output: Done,
  audit: 'operator.invitationAccepted',
  work: async ({ ctx, input: { token, password }, audit }) => {
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
      await audit(tx, { subject, detail: { email } });
      return { id };
    });
  },
});
