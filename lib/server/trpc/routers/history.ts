import { Timeline } from '@/lib/contracts/fleet';
import { TimelineInput } from '@/lib/contracts/host-query';
import { hostTimeline } from '@/lib/server/services/history';
import { procedure, router } from '@/lib/server/trpc/init';

export const historyRouter = router({
  timeline: procedure
    .input(TimelineInput)
    .output(Timeline)
    .query(({ ctx: { ctx }, input }) => hostTimeline({ ctx, input })),
});
