import { Facets, FleetRisks, HostDetail, HostLife, HostList, Summary } from '@/lib/contracts/fleet';
import { HostMap } from '@/lib/contracts/host-map';
import { FleetQuestionInput, GetHostInput, HostLifeInput, HostQueryInput } from '@/lib/contracts/host-query';
import {
  facetHosts,
  getHost,
  hostLife,
  listHosts,
  mapHosts,
  riskHosts,
  summarizeHosts,
} from '@/lib/server/services/host';
import { procedure, router } from '@/lib/server/trpc/init';

export const hostRouter = router({
  list: procedure
    .input(HostQueryInput)
    .output(HostList)
    .query(({ ctx: { ctx }, input }) => listHosts({ ctx, input: { ...input, isWatched: true } })),
  get: procedure
    .input(GetHostInput)
    .output(HostDetail)
    .query(({ ctx: { ctx }, input }) => getHost({ ctx, input })),
  life: procedure
    .input(HostLifeInput)
    .output(HostLife)
    .query(({ ctx: { ctx }, input }) => hostLife({ ctx, input })),
  summary: procedure
    .input(FleetQuestionInput)
    .output(Summary)
    .query(({ ctx: { ctx }, input }) => summarizeHosts({ ctx, input })),
  map: procedure
    .input(FleetQuestionInput)
    .output(HostMap)
    .query(({ ctx: { ctx }, input }) => mapHosts({ ctx, input })),
  risks: procedure
    .input(FleetQuestionInput)
    .output(FleetRisks)
    .query(({ ctx: { ctx }, input }) => riskHosts({ ctx, input })),
  facets: procedure
    .input(FleetQuestionInput)
    .output(Facets)
    .query(({ ctx: { ctx }, input }) => facetHosts({ ctx, input })),
});
