import { ById } from '@/lib/contracts/administration';
import {
  ChangePlanInput,
  ConfirmChangeInput,
  CreatePlanInput,
  GetPlanInput,
  ListPlansInput,
  PlanDetail,
  PlanList,
  PlanPreview,
  PlanTask,
  PreviewPlanInput,
  SetTaskInput,
} from '@/lib/contracts/plan';
import {
  changePlan,
  closePlan,
  confirmChange,
  createPlan,
  getPlan,
  listPlans,
  previewPlan,
  setTask,
} from '@/lib/server/services/plan';
import { allowed, allowedPerson, asked, router } from '@/lib/server/trpc/init';

export const planRouter = router({
  list: allowed('plan.read')
    .input(ListPlansInput)
    .output(PlanList)
    .query(({ ctx: { ctx }, input }) => listPlans({ ctx, input })),
  get: allowed('plan.read')
    .input(GetPlanInput)
    .output(PlanDetail)
    .query(({ ctx: { ctx }, input }) => getPlan({ ctx, input })),
  preview: allowed('plan.write')
    .input(PreviewPlanInput)
    .output(PlanPreview)
    .query(({ ctx: { ctx }, input }) => previewPlan({ ctx, input })),
  /** The same: no address has room for very many hosts. */
  previewPicked: asked('plan.write')
    .input(PreviewPlanInput)
    .output(PlanPreview)
    .mutation(({ ctx: { ctx }, input }) => previewPlan({ ctx, input })),
  create: allowed('plan.write')
    .input(CreatePlanInput)
    .output(PlanDetail)
    .mutation(({ ctx: { ctx }, input }) => createPlan({ ctx, input })),
  setTask: allowed('plan.write')
    .input(SetTaskInput)
    .output(PlanTask)
    .mutation(({ ctx: { ctx }, input }) => setTask({ ctx, input })),
  confirmChange: allowedPerson('plan.write')
    .input(ConfirmChangeInput)
    .output(PlanDetail)
    .mutation(({ ctx: { ctx }, input }) => confirmChange({ ctx, input })),
  change: allowed('plan.write')
    .input(ChangePlanInput)
    .output(PlanDetail)
    .mutation(({ ctx: { ctx }, input }) => changePlan({ ctx, input })),
  close: allowed('plan.write')
    .input(ById)
    .output(PlanDetail)
    .mutation(({ ctx: { ctx }, input }) => closePlan({ ctx, input })),
});
