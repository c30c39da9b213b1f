import { ListViewsInput, type ViewList } from '@/lib/contracts/view';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { askerOf, toViews, viewsSeen } from './internal';

/** One's own views and those that others share, by name. */
export async function listViews({ ctx, input }: Verb<ListViewsInput>): Promise<ViewList> {
  authorize(ctx, 'view.read');
  const id = askerOf(ctx);
  const { page } = parseInput(ListViewsInput, input);
  const views = await viewsSeen(ctx, page === undefined ? {} : { page }, id);
  return { views: await toViews(ctx, views, id), nextCursor: null };
}
