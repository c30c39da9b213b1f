import { validate as isUuid } from 'uuid';
import { HostNeighbours } from '@/lib/contracts/fleet';
import { HostNeighboursInput } from '@/lib/contracts/host-query';
import { inOneView } from '@/lib/server/db/client';
import { pageOfHosts, positionOfHost } from '@/lib/server/db/fleet/answers/host-list';
import { SORTED_HOSTS } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { asOfText, fleetQuestion, hostNotFound } from './internal';

/**
 * The hosts before and after one in a list. For a host that no longer matches, those between which it would
 * stand.
 */
export const hostNeighbours = verb({
  procedure: 'host.neighbours',
  route: { at: 'GET /api/v1/hosts/:id/neighbours', operation: 'getHostNeighbours', words: SORTED_HOSTS },
  summary: 'Says which hosts stand before and after one in a list.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: HostNeighboursInput,
  output: HostNeighbours,
  work: async ({ ctx, input }) => {
    const question = await fleetQuestion(ctx, input);
    return inOneView(ctx.db, async (db) => {
      const after = isUuid(input.id) ? await positionOfHost(db, question, input, input.id) : null;
      if (after === null) throw hostNotFound();
      const beside = async (isBackwards: boolean) => {
        const sorting = { ...input, isBackwards };
        const { total, rows } = await pageOfHosts(db, question, { sorting, after, limit: 1 });
        const [row] = rows;
        return { total, host: row ? { id: row.id, hostname: row.hostname } : null };
      };
      const previous = await beside(true);
      const next = await beside(false);
      return {
        asOf: asOfText(question),
        total: next.total,
        previous: previous.host,
        next: next.host,
      };
    });
  },
});
