import { validate as isUuid } from 'uuid';
import { ListNotesInput, NoteList } from '@/lib/contracts/note';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { ServiceError } from '@/lib/server/errors';
import { whenOf } from '@/lib/server/request/resolve-time';
import { hostLifetime } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { storedNotes, toNotes } from './internal';

/** The notes about a host, newest first, even if it has left the fleet. */
export const listNotes = verb({
  procedure: 'note.list',
  route: { at: 'GET /api/v1/hosts/:id/notes', parts: { id: 'host' }, operation: 'listHostNotes' },
  summary: 'Lists the notes about a host, the newest first.',
  right: 'note.read',
  kind: 'query',
  input: ListNotesInput,
  output: NoteList,
  work: async ({ ctx, input }) => {
    const { host, at, limit, cursor } = input;
    if (cursor !== null && !isUuid(cursor))
      throw new ServiceError('invalid_value', 'cursor: is none that a list gave', { pointer: 'cursor' });
    const { id: hostId } = await hostLifetime({ ctx, input: { id: host } });
    const upTo = momentOf(whenOf(ctx, at));
    const found = await storedNotes(ctx, { hostId, upTo, limit: limit + 1, after: cursor });
    const shown = found.slice(0, limit);
    return {
      asOf: upTo.toISOString(),
      notes: await toNotes(ctx, shown),
      nextCursor: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  },
});
