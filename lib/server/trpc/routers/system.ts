import { z } from 'zod';
import { AuditList, AuditPageInput, AuditVerification } from '@/lib/contracts/audit';
import { Catalogue, CatalogueInput, ExplainInput, ExplainOutput } from '@/lib/contracts/catalogue';
import { readCheckpointFile } from '@/lib/server/audit/checkpoint';
import { explainText, getCatalogue, listAudit, verifyAudit } from '@/lib/server/services/system';
import { allowed, router } from '@/lib/server/trpc/init';

export const systemRouter = router({
  audit: allowed('audit.read')
    .input(AuditPageInput)
    .output(AuditList)
    .query(({ ctx: { ctx }, input }) => listAudit({ ctx, input })),
  catalogue: allowed('catalogue.read')
    .input(CatalogueInput)
    .output(Catalogue)
    .query(({ ctx: { ctx }, input }) => getCatalogue({ ctx, input })),
  /** Changes nothing, but what is pasted is too long for an address. */
  explain: allowed('catalogue.read')
    .input(ExplainInput)
    .output(ExplainOutput)
    .mutation(({ ctx: { ctx }, input }) => explainText({ ctx, input })),
  /** Changes nothing, but takes long. */
  verifyAudit: allowed('audit.read')
    .input(z.void())
    .output(AuditVerification)
    .mutation(
      async ({
        ctx: {
          ctx,
          facilities: { env },
        },
      }) => verifyAudit({ ctx, input: { checkpoints: await readCheckpointFile(env.auditCheckpointFile) } }),
    ),
});
