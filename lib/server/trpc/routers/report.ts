import { z } from 'zod';
import { ById, Done } from '@/lib/contracts/administration';
import { BringFrameworkInput, RemoveFrameworkInput } from '@/lib/contracts/framework-file';
import {
  CreatedReport,
  CreateReportInput,
  FrameworkList,
  FrameworkRow,
  GetReportInput,
  ListReportsInput,
  PreviewReportInput,
  ReportDetail,
  ReportList,
  ReportPreview,
} from '@/lib/contracts/reports';
import {
  cancelReport,
  createReport,
  deleteReport,
  describeReport,
  frameworkText,
  importFramework,
  listFrameworks,
  listReports,
  previewReport,
  removeFramework,
} from '@/lib/server/services/report';
import { allowed, heavy, router } from '@/lib/server/trpc/init';

const maker = allowed('report.make');
const manager = allowed('framework.manage');

export const reportRouter = router({
  list: maker
    .input(ListReportsInput)
    .output(ReportList)
    .query(({ ctx: { ctx }, input }) => listReports({ ctx, input })),
  get: maker
    .input(GetReportInput)
    .output(ReportDetail)
    .query(
      ({
        ctx: {
          ctx,
          facilities: { settings },
        },
        input,
      }) => describeReport({ ctx, input, keptDays: settings.retentionDays }),
    ),
  create: maker
    .input(CreateReportInput)
    .output(CreatedReport)
    .mutation(({ ctx: { ctx }, input }) => createReport({ ctx, input })),
  preview: heavy('report.make')
    .input(PreviewReportInput)
    .output(ReportPreview)
    .query(({ ctx: { ctx }, input, signal }) => previewReport({ ctx, input, signal })),
  frameworks: maker
    .input(z.void())
    .output(FrameworkList)
    .query(({ ctx: { ctx } }) => listFrameworks({ ctx })),
  importFramework: manager
    .input(BringFrameworkInput)
    .output(FrameworkRow)
    .mutation(({ ctx: { ctx }, input }) =>
      importFramework({ ctx, input: { text: frameworkText(input.file), lang: input.lang } }),
    ),
  removeFramework: manager
    .input(RemoveFrameworkInput)
    .output(Done)
    .mutation(async ({ ctx: { ctx }, input }) => {
      await removeFramework({ ctx, input });
      return { id: input.key };
    }),
  cancel: maker
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => cancelReport({ ctx, input })),
  delete: maker
    .input(ById)
    .output(Done)
    .mutation(
      ({
        ctx: {
          ctx,
          facilities: { settings },
        },
        input,
      }) => deleteReport({ ctx, input, keptDays: settings.retentionDays }),
    ),
});
