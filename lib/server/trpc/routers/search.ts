import { SearchAnswer, SearchInput } from '@/lib/contracts/search';
import { search } from '@/lib/server/services/search';
import { allowed, router } from '@/lib/server/trpc/init';

export const searchRouter = router({
  find: allowed('host.read')
    .input(SearchInput)
    .output(SearchAnswer)
    .query(({ ctx: { ctx }, input }) => search({ ctx, input })),
});
