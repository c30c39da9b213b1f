import { validate as isUuid } from 'uuid';
import type { HostNeighbours } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { inOneView } from '@/lib/server/db/client';
import { pageOfHosts, positionOfHost } from '@/lib/server/db/fleet/answers/host-list';
import { asOfText, fleetQuestion, hostNotFound } from './internal';

type NeighboursQuery = Pick<HostQuery, 'filter' | 'at' | 'sort' | 'order'> & { id: string };

/** The hosts before and after one in a list. One that matches no more has those between which it would stand. */
export async function hostNeighbours({ ctx, input }: Verb<NeighboursQuery>): Promise<HostNeighbours> {
  authorize(ctx, 'host.read');
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
}
