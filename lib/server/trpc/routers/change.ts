import { z } from 'zod';
import {
  ChangeCount,
  ChangeCountInput,
  ChangeFeed,
  ChangeList,
  ChangeQueryInput,
  ChangeSummary,
  ChangeSummaryInput,
  ChangesSince,
  ChangesSinceInput,
  RecentChanges,
  RecentChangesInput,
  ServerAbsence,
} from '@/lib/contracts/changes';
import { ChangeGroups, ChangeGroupsInput, Changelog, ChangelogInput } from '@/lib/contracts/compare';
import { GetWaveInput, ListWavesInput, WaveDetail, WaveList } from '@/lib/contracts/waves';
import {
  changesSince,
  compareFleet,
  compareGroups,
  countChanges,
  feedChanges,
  getWave,
  listChanges,
  listWaves,
  recentChanges,
  serverAway,
  summarizeChanges,
} from '@/lib/server/services/change';
import { allowed, heavy, router } from '@/lib/server/trpc/init';

export const changeRouter = router({
  list: heavy('history.read')
    .input(ChangeQueryInput)
    .output(ChangeList)
    .query(({ ctx: { ctx }, input }) => listChanges({ ctx, input })),
  feed: heavy('history.read')
    .input(ChangeQueryInput)
    .output(ChangeFeed)
    .query(({ ctx: { ctx }, input }) => feedChanges({ ctx, input })),
  count: heavy('history.read')
    .input(ChangeCountInput)
    .output(ChangeCount)
    .query(({ ctx: { ctx }, input }) => countChanges({ ctx, input })),
  recent: heavy('history.read')
    .input(RecentChangesInput)
    .output(RecentChanges)
    .query(({ ctx: { ctx }, input }) => recentChanges({ ctx, input })),
  since: heavy('history.read')
    .input(ChangesSinceInput)
    .output(ChangesSince)
    .query(({ ctx: { ctx }, input }) => changesSince({ ctx, input })),
  summary: heavy('history.read')
    .input(ChangeSummaryInput)
    .output(ChangeSummary)
    .query(({ ctx: { ctx }, input }) => summarizeChanges({ ctx, input })),
  compare: heavy('history.read')
    .input(ChangelogInput)
    .output(Changelog)
    .query(({ ctx: { ctx }, input }) => compareFleet({ ctx, input })),
  compareGroups: heavy('history.read')
    .input(ChangeGroupsInput)
    .output(ChangeGroups)
    .query(({ ctx: { ctx }, input }) => compareGroups({ ctx, input })),
  wave: heavy('history.read')
    .input(GetWaveInput)
    .output(WaveDetail)
    .query(({ ctx: { ctx }, input }) => getWave({ ctx, input })),
  waves: heavy('history.read')
    .input(ListWavesInput)
    .output(WaveList)
    .query(({ ctx: { ctx }, input }) => listWaves({ ctx, input })),
  serverAway: allowed('host.read')
    .input(z.void())
    .output(ServerAbsence)
    .query(({ ctx: { ctx } }) => serverAway({ ctx })),
});
