import { Catalogue, CatalogueInput, ExplainInput, ExplainOutput } from '@/lib/contracts/catalogue';
import { explainText, getCatalogue } from '@/lib/server/services/system';
import { allowed, router } from '@/lib/server/trpc/init';

export const systemRouter = router({
  catalogue: allowed('catalogue.read')
    .input(CatalogueInput)
    .output(Catalogue)
    .query(({ ctx: { ctx }, input }) => getCatalogue({ ctx, input })),
  /** Changes nothing, but what is pasted is too long for an address. */
  explain: allowed('catalogue.read')
    .input(ExplainInput)
    .output(ExplainOutput)
    .mutation(({ ctx: { ctx }, input }) => explainText({ ctx, input })),
});
