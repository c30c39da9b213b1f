import { z } from 'zod';
import { ById, Done } from '@/lib/contracts/administration';
import {
  CreatedReport,
  CreateReportInput,
  FrameworkList,
  GetReportInput,
  ListReportsInput,
  PreviewReportInput,
  ReportList,
  ReportPreview,
  ReportRow,
} from '@/lib/contracts/reports';
import {
  cancelReport,
  createReport,
  getReport,
  listFrameworks,
  listReports,
  previewReport,
} from '@/lib/server/services/report';
import { allowed, router } from '@/lib/server/trpc/init';

const maker = allowed('report.make');

export const reportRouter = router({
  list: maker
    .input(ListReportsInput)
    .output(ReportList)
    .query(({ ctx: { ctx }, input }) => listReports({ ctx, input })),
  get: maker
    .input(GetReportInput)
    .output(ReportRow)
    .query(({ ctx: { ctx }, input }) => getReport({ ctx, input })),
  create: maker
    .input(CreateReportInput)
    .output(CreatedReport)
    .mutation(({ ctx: { ctx }, input }) => createReport({ ctx, input })),
  preview: maker
    .input(PreviewReportInput)
    .output(ReportPreview)
    .query(({ ctx: { ctx }, input, signal }) => previewReport({ ctx, input, signal })),
  frameworks: maker
    .input(z.void())
    .output(FrameworkList)
    .query(({ ctx: { ctx } }) => listFrameworks({ ctx })),
  cancel: maker
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => cancelReport({ ctx, input })),
});
