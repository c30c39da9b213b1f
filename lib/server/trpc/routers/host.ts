import {
  Facets,
  FleetRisks,
  HostDetail,
  HostLife,
  HostList,
  HostSelection,
  Summary,
} from '@/lib/contracts/fleet';
import { HostMap } from '@/lib/contracts/host-map';
import { SelectionResult, SetOwnerInput } from '@/lib/contracts/host-owner';
import { FleetQuestionInput, GetHostInput, HostLifeInput, HostQueryInput } from '@/lib/contracts/host-query';
import {
  describeSelection,
  facetHosts,
  getHost,
  hostLifetime,
  listHosts,
  mapHosts,
  riskHosts,
  setOwner,
  summarizeHosts,
} from '@/lib/server/services/host';
import { allowed, router } from '@/lib/server/trpc/init';

export const hostRouter = router({
  list: allowed('host.read')
    .input(HostQueryInput)
    .output(HostList)
    .query(({ ctx: { ctx }, input }) => listHosts({ ctx, input: { ...input, isWatched: true } })),
  get: allowed('host.read')
    .input(GetHostInput)
    .output(HostDetail)
    .query(({ ctx: { ctx }, input }) => getHost({ ctx, input })),
  life: allowed('history.read')
    .input(HostLifeInput)
    .output(HostLife)
    .query(({ ctx: { ctx }, input }) => hostLifetime({ ctx, input })),
  summary: allowed('host.read')
    .input(FleetQuestionInput)
    .output(Summary)
    .query(({ ctx: { ctx }, input }) => summarizeHosts({ ctx, input })),
  map: allowed('host.read')
    .input(FleetQuestionInput)
    .output(HostMap)
    .query(({ ctx: { ctx }, input }) => mapHosts({ ctx, input })),
  risks: allowed('host.read')
    .input(FleetQuestionInput)
    .output(FleetRisks)
    .query(({ ctx: { ctx }, input }) => riskHosts({ ctx, input })),
  selection: allowed('host.read')
    .input(FleetQuestionInput)
    .output(HostSelection)
    .query(({ ctx: { ctx }, input }) => describeSelection({ ctx, input })),
  setOwner: allowed('host.setOwner')
    .input(SetOwnerInput)
    .output(SelectionResult)
    .mutation(({ ctx: { ctx }, input }) => setOwner({ ctx, input })),
  facets: allowed('host.read')
    .input(FleetQuestionInput)
    .output(Facets)
    .query(({ ctx: { ctx }, input }) => facetHosts({ ctx, input })),
});
