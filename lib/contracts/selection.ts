import { z } from 'zod';
import { Text } from '@/lib/contracts/text';
import { API_SORT, EXPORT_FORMATS, HOST_SORTS, SORT_ORDERS } from '@/lib/contracts/words/host-query';
import { SELECTED_HOSTS_AT_MOST } from '@/lib/domain/selection';

const Hosts = z.array(z.uuid()).min(1).max(SELECTED_HOSTS_AT_MOST);

/** Hosts one by one, or all that a list matched: its address, and its `total` and `hostsDigest` as they were shown. */
export const SELECTION = {
  hosts: Hosts.optional(),
  filter: Text.max(20_000).optional(),
  count: z.number().int().min(0).optional(),
  digest: Text.max(100).optional(),
};

/** How each of a selection's fields may stand beside the others. */
export function refuseHalfSelections(selection: Selection): string | null {
  const { hosts, filter, count, digest } = selection;
  const words = [filter, count, digest].filter((word) => word !== undefined);
  if (hosts === undefined)
    return words.length === 3 ? null : 'give "hosts", or "filter" with "count" and "digest"';
  return words.length === 0 ? null : 'give either "hosts" or "filter" with "count" and "digest"';
}

export type Selection = {
  hosts?: string[] | undefined;
  filter?: string | undefined;
  count?: number | undefined;
  digest?: string | undefined;
};

/** What a verb on many hosts did: each host is in one of the two lists. */
export const SelectionResult = z.object({
  done: z.array(z.string()),
  /** The name is null where the host has left the fleet. */
  refused: z.array(
    z.object({ id: z.string(), hostname: z.string().nullable(), code: z.string(), message: z.string() }),
  ),
});
export type SelectionResult = z.infer<typeof SelectionResult>;

/** A file of hosts that somebody selected. `at` is of hosts that are named; a filter has its own. */
export const ExportSelectionInput = z
  .strictObject({
    ...SELECTION,
    format: z.enum(EXPORT_FORMATS),
    lang: z.enum(['en', 'fr']).default('en'),
    at: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .nullable()
      .default(null),
    sort: z.enum(HOST_SORTS).default(API_SORT),
    order: z.enum(SORT_ORDERS).default('asc'),
  })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type ExportSelectionInput = z.output<typeof ExportSelectionInput>;
