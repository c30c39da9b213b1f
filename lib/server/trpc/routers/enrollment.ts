import { z } from 'zod';
import { ById, Done, EnrollmentTokenRow } from '@/lib/contracts/administration';
import { AgentPackage, CreatedEnrollmentToken, CreateEnrollmentTokenInput } from '@/lib/contracts/procedures';
import {
  createEnrollmentToken,
  getAgentPackage,
  listEnrollmentTokens,
  revokeEnrollmentToken,
} from '@/lib/server/services/enrollment';
import { allowed, router } from '@/lib/server/trpc/init';

export const enrollmentRouter = router({
  createToken: allowed('enrollment.manage')
    .input(CreateEnrollmentTokenInput)
    .output(CreatedEnrollmentToken)
    .mutation(({ ctx: { ctx }, input }) => createEnrollmentToken({ ctx, input })),
  listTokens: allowed('enrollment.manage')
    .input(z.void())
    .output(z.array(EnrollmentTokenRow))
    .query(({ ctx: { ctx } }) => listEnrollmentTokens({ ctx })),
  revokeToken: allowed('enrollment.manage')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => revokeEnrollmentToken({ ctx, input })),
  agentPackage: allowed('agent.read')
    .input(z.void())
    .output(AgentPackage)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { publicUrl },
        },
      }) => getAgentPackage({ ctx, input: { server: publicUrl } }),
    ),
});
