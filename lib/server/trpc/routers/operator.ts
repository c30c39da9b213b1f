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
import { Me, SetPreferencesInput } from '@/lib/contracts/procedures';
import {
  canSetUp,
  createApiToken,
  createOperator,
  disableOperator,
  listApiTokens,
  listOperators,
  me,
  resetPassword,
  revokeApiToken,
  setPreferences,
} from '@/lib/server/services/operator';
import { procedure, router } from '@/lib/server/trpc/init';

const None = z.void();

export const operatorRouter = router({
  canSetUp: procedure
    .input(CanSetUpInput)
    .output(z.boolean())
    .query(({ ctx: { ctx }, input }) => canSetUp({ ctx, input })),
  me: procedure
    .input(None)
    .output(Me)
    .query(({ ctx: { ctx } }) => me({ ctx })),
  setPreferences: procedure
    .input(SetPreferencesInput)
    .output(Me)
    .mutation(({ ctx: { ctx }, input }) => setPreferences({ ctx, input })),
  list: procedure
    .input(None)
    .output(z.array(OperatorRow))
    .query(({ ctx: { ctx } }) => listOperators({ ctx })),
  create: procedure
    .input(CreateOperatorInput)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => createOperator({ ctx, input })),
  disable: procedure
    .input(ById)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => disableOperator({ ctx, input })),
  resetPassword: procedure
    .input(ResetPasswordInput)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => resetPassword({ ctx, input })),
  listApiTokens: procedure
    .input(None)
    .output(z.array(ApiTokenRow))
    .query(({ ctx: { ctx } }) => listApiTokens({ ctx })),
  createApiToken: procedure
    .input(CreateApiTokenInput)
    .output(CreatedApiToken)
    .mutation(({ ctx: { ctx }, input }) => createApiToken({ ctx, input })),
  revokeApiToken: procedure
    .input(ById)
    .output(EndedAccess)
    .mutation(({ ctx: { ctx }, input }) => revokeApiToken({ ctx, input })),
});
