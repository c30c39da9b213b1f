import { z } from 'zod';
import {
  ChangeFeed,
  ChangeList,
  Changelog,
  ChangelogInput,
  ChangeQueryInput,
  ServerAbsence,
} from '@/lib/contracts/changes';
import { compareFleet, feedChanges, listChanges, serverAway } from '@/lib/server/services/change';
import { procedure, router } from '@/lib/server/trpc/init';

export const changeRouter = router({
  list: procedure
    .input(ChangeQueryInput)
    .output(ChangeList)
    .query(({ ctx: { ctx }, input }) => listChanges({ ctx, input })),
  feed: procedure
    .input(ChangeQueryInput)
    .output(ChangeFeed)
    .query(({ ctx: { ctx }, input }) => feedChanges({ ctx, input })),
  compare: procedure
    .input(ChangelogInput)
    .output(Changelog)
    .query(({ ctx: { ctx }, input }) => compareFleet({ ctx, input })),
  serverAway: procedure
    .input(z.void())
    .output(ServerAbsence)
    .query(({ ctx: { ctx } }) => serverAway({ ctx })),
});
