import { ListViewsInput, ViewList } from '@/lib/contracts/view';
import { verb } from '@/lib/server/verbs/verb';
import { askerOf, toViews, viewsSeen } from './internal';

/** The caller's own views and those that others share, by name. */
export const listViews = verb({
  procedure: 'view.list',
  route: { at: 'GET /api/v1/views' },
  summary: 'Lists one’s own views and those that others share.',
  right: 'view.read',
  people: true,
  kind: 'query',
  input: ListViewsInput,
  output: ViewList,
  work: async ({ ctx, input: { page } }) => {
    const id = askerOf(ctx);
    const views = await viewsSeen(ctx, page === undefined ? {} : { page }, id);
    return { views: await toViews(ctx, views, id), nextCursor: null };
  },
});
