import { z } from 'zod';
import { Text } from '@/lib/contracts/text';
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
