import { z } from 'zod';
import { Timeline } from '@/lib/contracts/fleet';
import {
  ComplianceTimeInput,
  FleetComplianceTime,
  FleetCounts,
  FleetCountsInput,
  HistoryBegins,
  HostDays,
  HostDaysInput,
  Trend,
  TrendInput,
} from '@/lib/contracts/history';
import { TimelineInput } from '@/lib/contracts/host-query';
import {
  daysOfHost,
  fleetComplianceTime,
  fleetCounts,
  fleetTrend,
  historyBegins,
  hostTimeline,
} from '@/lib/server/services/history';
import { allowed, heavy, router } from '@/lib/server/trpc/init';

export const historyRouter = router({
  begins: allowed('history.read')
    .input(z.void())
    .output(HistoryBegins)
    .query(({ ctx: { ctx } }) => historyBegins({ ctx })),
  complianceTime: heavy('history.read')
    .input(ComplianceTimeInput)
    .output(FleetComplianceTime)
    .query(({ ctx: { ctx }, input }) => fleetComplianceTime({ ctx, input })),
  counts: heavy('history.read')
    .input(FleetCountsInput)
    .output(FleetCounts)
    .query(({ ctx: { ctx }, input }) => fleetCounts({ ctx, input })),
  hostDays: heavy('history.read')
    .input(HostDaysInput)
    .output(HostDays)
    .query(({ ctx: { ctx }, input }) => daysOfHost({ ctx, input })),
  timeline: heavy('history.read')
    .input(TimelineInput)
    .output(Timeline)
    .query(({ ctx: { ctx }, input }) => hostTimeline({ ctx, input })),
  trend: heavy('history.read')
    .input(TrendInput)
    .output(Trend)
    .query(({ ctx: { ctx }, input }) => fleetTrend({ ctx, input })),
});
