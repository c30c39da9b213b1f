import { z } from 'zod';
import {
  AcceptInvitationInput,
  ApiTokenRow,
  ById,
  CanSetUpInput,
  ChangedOperator,
  ChangeOperatorInput,
  CreateApiTokenInput,
  CreatedApiToken,
  CreateOperatorInput,
  Done,
  EndedAccess,
  EndedSessions,
  EndOtherSessionsInput,
  InvitedOperator,
  InvitedPerson,
  InviteOperatorInput,
  OperatorRow,
  RenewedPassword,
  RenewPasswordInput,
  SessionRow,
} from '@/lib/contracts/administration';
import { LastLook, LookInput, Me, SetPreferencesInput } from '@/lib/contracts/procedures';
import {
  acceptInvitation,
  awaitsSetUp,
  canSetUp,
  changeOperator,
  createApiToken,
  createOperator,
  endOtherSessions,
  endSession,
  invitedPerson,
  inviteOperator,
  lastLook,
  listApiTokens,
  listOperators,
  listSessions,
  look,
  me,
  renewPassword,
  revokeApiToken,
  setPreferences,
} from '@/lib/server/services/operator';
import { allowed, anybody, personal, router } from '@/lib/server/trpc/init';

const None = z.void();

export const operatorRouter = router({
  awaitsSetUp: anybody
    .input(None)
    .output(z.boolean())
    .query(({ ctx: { ctx } }) => awaitsSetUp({ ctx })),
  canSetUp: anybody
    .input(CanSetUpInput)
    .output(z.boolean())
    .query(({ ctx: { ctx }, input }) => canSetUp({ ctx, input })),
  me: personal
    .input(None)
    .output(Me)
    .query(({ ctx: { ctx } }) => me({ ctx })),
  setPreferences: personal
    .input(SetPreferencesInput)
    .output(Me)
    .mutation(({ ctx: { ctx }, input }) => setPreferences({ ctx, input })),
  lastLook: personal
    .input(None)
    .output(LastLook)
    .query(({ ctx: { ctx } }) => lastLook({ ctx })),
  look: personal
    .input(LookInput)
    .output(LastLook)
    .mutation(({ ctx: { ctx }, input }) => look({ ctx, input })),
  list: allowed('operator.manage')
    .input(None)
    .output(z.array(OperatorRow))
    .query(({ ctx: { ctx } }) => listOperators({ ctx })),
  create: allowed('operator.manage')
    .input(CreateOperatorInput)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => createOperator({ ctx, input })),
  invite: allowed('operator.manage')
    .input(InviteOperatorInput)
    .output(InvitedOperator)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { publicUrl },
        },
        input,
      }) => inviteOperator({ ctx, input, publicUrl }),
    ),
  change: allowed('operator.manage')
    .input(ChangeOperatorInput)
    .output(ChangedOperator)
    .mutation(({ ctx: { ctx }, input }) => changeOperator({ ctx, input })),
  renewPassword: allowed('operator.manage')
    .input(RenewPasswordInput)
    .output(RenewedPassword)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { publicUrl },
        },
        input,
      }) => renewPassword({ ctx, input, publicUrl }),
    ),
  invitedPerson: anybody
    .input(CanSetUpInput)
    .output(InvitedPerson.nullable())
    .query(({ ctx: { ctx }, input }) => invitedPerson({ ctx, input })),
  acceptInvitation: anybody
    .input(AcceptInvitationInput)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => acceptInvitation({ ctx, input })),
  listSessions: allowed('operator.self')
    .input(None)
    .output(z.array(SessionRow))
    .query(({ ctx: { ctx } }) => listSessions({ ctx })),
  endSession: allowed('operator.self')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => endSession({ ctx, input })),
  endOtherSessions: allowed('operator.self')
    .input(EndOtherSessionsInput)
    .output(EndedSessions)
    .mutation(({ ctx: { ctx }, input }) => endOtherSessions({ ctx, input })),
  listApiTokens: allowed('apiToken.manage')
    .input(None)
    .output(z.array(ApiTokenRow))
    .query(({ ctx: { ctx } }) => listApiTokens({ ctx })),
  createApiToken: allowed('apiToken.manage')
    .input(CreateApiTokenInput)
    .output(CreatedApiToken)
    .mutation(({ ctx: { ctx }, input }) => createApiToken({ ctx, input })),
  revokeApiToken: allowed('apiToken.manage')
    .input(ById)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => revokeApiToken({ ctx, input })),
});
