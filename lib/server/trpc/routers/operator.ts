import { z } from 'zod';
import {
  ApiTokenRow,
  ById,
  CanSetUpInput,
  CreateApiTokenInput,
  CreatedApiToken,
  CreateOperatorInput,
  Done,
  EndedAccess,
  OperatorRow,
  ResetPasswordInput,
} from '@/lib/contracts/administration';
import { LastLook, LookInput, Me, SetPreferencesInput } from '@/lib/contracts/procedures';
import {
  canSetUp,
  createApiToken,
  createOperator,
  disableOperator,
  lastLook,
  listApiTokens,
  listOperators,
  look,
  me,
  resetPassword,
  revokeApiToken,
  setPreferences,
} from '@/lib/server/services/operator';
import { allowed, anybody, personal, router } from '@/lib/server/trpc/init';

const None = z.void();

export const operatorRouter = router({
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
  disable: allowed('operator.manage')
    .input(ById)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => disableOperator({ ctx, input })),
  resetPassword: allowed('operator.manage')
    .input(ResetPasswordInput)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => resetPassword({ ctx, input })),
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
