import { z } from 'zod';
import { Name, Text } from '@/lib/contracts/text';

/** The pages whose question can be kept under a name. */
export const VIEW_PAGES = ['hosts'] as const;

const Page = z.enum(VIEW_PAGES);
const Query = Text.max(20_000);
/** Kept as they were given: a column that a later version does not have is passed over by who reads it. */
const Columns = z.array(Text.min(1).max(100)).max(50).nullable();

export const CreateViewInput = z.strictObject({
  name: Name,
  page: Page,
  query: Query,
  columns: Columns.default(null),
  shared: z.boolean(),
});
export type CreateViewInput = z.input<typeof CreateViewInput>;

export const ChangeViewInput = z.strictObject({
  id: Text.max(100),
  /** That of the view as it was read. */
  version: z.number().int(),
  name: Name.optional(),
  query: Query.optional(),
  columns: Columns.optional(),
  shared: z.boolean().optional(),
});
export type ChangeViewInput = z.infer<typeof ChangeViewInput>;

export const ListViewsInput = z.strictObject({ page: Page.optional() }).prefault({});
export type ListViewsInput = z.output<typeof ListViewsInput>;

export const SavedView = z.object({
  id: z.string(),
  name: z.string(),
  page: Page,
  query: z.string(),
  columns: z.array(z.string()).nullable(),
  shared: z.boolean(),
  version: z.number().int(),
  /** Whoever asks made it. */
  isOwn: z.boolean(),
  madeBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SavedView = z.infer<typeof SavedView>;

/** One's own and those that others share, by name. */
export const ViewList = z.object({ views: z.array(SavedView), nextCursor: z.null() });
export type ViewList = z.infer<typeof ViewList>;
