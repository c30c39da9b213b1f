import { ById, Done } from '@/lib/contracts/administration';
import { ChangeViewInput, CreateViewInput, ListViewsInput, SavedView, ViewList } from '@/lib/contracts/view';
import { changeView, createView, deleteView, listViews } from '@/lib/server/services/view';
import { allowedPerson, router } from '@/lib/server/trpc/init';

export const viewRouter = router({
  list: allowedPerson('view.read')
    .input(ListViewsInput)
    .output(ViewList)
    .query(({ ctx: { ctx }, input }) => listViews({ ctx, input })),
  create: allowedPerson('view.manage')
    .input(CreateViewInput)
    .output(SavedView)
    .mutation(({ ctx: { ctx }, input }) => createView({ ctx, input })),
  change: allowedPerson('view.manage')
    .input(ChangeViewInput)
    .output(SavedView)
    .mutation(({ ctx: { ctx }, input }) => changeView({ ctx, input })),
  delete: allowedPerson('view.manage')
    .input(ById)
    .output(Done)
    .mutation(({ ctx: { ctx }, input }) => deleteView({ ctx, input })),
});
