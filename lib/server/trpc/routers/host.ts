import { z } from 'zod';
import {
  AcknowledgeInput,
  AcknowledgementPreview,
  EndAcknowledgementInput,
  PreviewAcknowledgementInput,
} from '@/lib/contracts/acknowledgement';
import { ById, Done, MergeHostsInput } from '@/lib/contracts/administration';
import {
  Facets,
  FleetRisks,
  HostDetail,
  HostLife,
  HostList,
  HostNeighbours,
  HostSelection,
  SelectionWeight,
  Summary,
} from '@/lib/contracts/fleet';
import { HostMap, HostMapInput } from '@/lib/contracts/host-map';
import { SetOwnerInput } from '@/lib/contracts/host-owner';
import {
  FleetQuestionInput,
  GetHostInput,
  HostLifeInput,
  HostNeighboursInput,
  HostQueryInput,
  NamedHostsInput,
} from '@/lib/contracts/host-query';
import { HostRecordList, ListHostRecordsInput } from '@/lib/contracts/host-records';
import { MayRestart, MayRestartInput } from '@/lib/contracts/may-restart';
import { SecureBoot, SecureBootInput } from '@/lib/contracts/secure-boot';
import { SelectionResult } from '@/lib/contracts/selection';
import {
  acknowledgeHosts,
  allowReenroll,
  describeSelection,
  endAcknowledgement,
  facetHosts,
  getHost,
  hostLifetime,
  hostNeighbours,
  listHostRecords,
  listHosts,
  mapHosts,
  mayRestartHost,
  mergeHosts,
  previewAcknowledgement,
  retireHost,
  riskHosts,
  secureBootOfFleet,
  setOwner,
  summarizeHosts,
  unlockHost,
  weighSelection,
  withdrawReenroll,
} from '@/lib/server/services/host';
import { allowed, asked, heavy, router } from '@/lib/server/trpc/init';

export const hostRouter = router({
  list: heavy('host.read')
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
  mayRestart: allowed('host.read')
    .input(MayRestartInput)
    .output(MayRestart)
    .query(({ ctx: { ctx }, input }) => mayRestartHost({ ctx, input })),
  neighbours: heavy('host.read')
    .input(HostNeighboursInput)
    .output(HostNeighbours)
    .query(({ ctx: { ctx }, input }) => hostNeighbours({ ctx, input })),
  summary: heavy('host.read')
    .input(NamedHostsInput)
    .output(Summary)
    .query(({ ctx: { ctx }, input }) => summarizeHosts({ ctx, input })),
  map: heavy('host.read')
    .input(HostMapInput)
    .output(HostMap)
    .query(({ ctx: { ctx }, input }) => mapHosts({ ctx, input })),
  risks: heavy('host.read')
    .input(FleetQuestionInput)
    .output(FleetRisks)
    .query(({ ctx: { ctx }, input }) => riskHosts({ ctx, input })),
  secureBoot: heavy('host.read')
    .input(SecureBootInput)
    .output(SecureBoot)
    .query(({ ctx: { ctx }, input }) => secureBootOfFleet({ ctx, input })),
  selection: allowed('host.read')
    .input(NamedHostsInput)
    .output(HostSelection)
    .query(({ ctx: { ctx }, input }) => describeSelection({ ctx, input })),
  selectionWeight: allowed('host.read')
    .input(NamedHostsInput)
    .output(SelectionWeight)
    .query(({ ctx: { ctx }, input }) => weighSelection({ ctx, input })),
  setOwner: allowed('host.setOwner')
    .input(SetOwnerInput)
    .output(SelectionResult)
    .mutation(({ ctx: { ctx }, input }) => setOwner({ ctx, input })),
  records: allowed('host.manage')
    .input(ListHostRecordsInput)
    .output(HostRecordList)
    .query(({ ctx: { ctx }, input }) => listHostRecords({ ctx, input })),
  retire: allowed('host.manage')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => retireHost({ ctx, input })),
  merge: allowed('host.manage')
    .input(MergeHostsInput)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => mergeHosts({ ctx, input })),
  allowReenroll: allowed('host.manage')
    .input(ById)
    .output(Done.extend({ until: z.string() }))
    .mutation(({ ctx: { ctx }, input }) => allowReenroll({ ctx, input })),
  withdrawReenroll: allowed('host.manage')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => withdrawReenroll({ ctx, input })),
  unlock: allowed('host.manage')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => unlockHost({ ctx, input })),
  acknowledge: allowed('host.acknowledge')
    .input(AcknowledgeInput)
    .output(SelectionResult)
    .mutation(({ ctx: { ctx }, input }) => acknowledgeHosts({ ctx, input })),
  /** No address has room for very many hosts. */
  previewAcknowledgement: asked('host.acknowledge')
    .input(PreviewAcknowledgementInput)
    .output(AcknowledgementPreview)
    .mutation(({ ctx: { ctx }, input }) => previewAcknowledgement({ ctx, input })),
  endAcknowledgement: allowed('host.acknowledge')
    .input(EndAcknowledgementInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx: { ctx }, input }) => endAcknowledgement({ ctx, input })),
  facets: heavy('host.read')
    .input(FleetQuestionInput)
    .output(Facets)
    .query(({ ctx: { ctx }, input }) => facetHosts({ ctx, input })),
});
