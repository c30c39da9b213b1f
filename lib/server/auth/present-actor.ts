import { validate as isUuid } from 'uuid';
import { findTokenChainOf } from '@/lib/server/auth/caller-rows';
import { isDeadToken, reachOfChain } from '@/lib/server/auth/resolve-caller';
import type { Actor } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';

export type Known = { kind: string; id: string; name: string };

/**
 * The actor of an earlier action with their present rights; null for a disabled person and an invalid token.
 * This server's own shell has all rights.
 */
export async function presentActor(db: Db, known: Known, now: Date): Promise<Actor | null> {
  if (known.kind === 'operator') return presentOperator(db, known.id);
  if (known.kind === 'apiToken') return presentToken(db, known, now);
  return known.kind === 'system' ? { kind: 'system', id: 'cli' } : null;
}

async function presentOperator(db: Db, id: string): Promise<Actor | null> {
  const operator = await db.operator.findUnique({
    where: { id },
    include: { operatorFabrics: { select: { fabricId: true } } },
  });
  if (operator === null || operator.disabledAt !== null) return null;
  const { name, email, role, allFabrics, operatorFabrics } = operator;
  const fabrics = allFabrics ? 'all' : operatorFabrics.map(({ fabricId }) => fabricId);
  return { kind: 'operator', id, name, email, role, fabrics };
}

async function presentToken(db: Db, { id, name }: Known, now: Date): Promise<Actor | null> {
  const chain = isUuid(id) ? await findTokenChainOf(db, id) : [];
  const reach = reachOfChain(chain);
  if (!reach || chain.some((token) => isDeadToken(token, now))) return null;
  return { kind: 'apiToken', id, name, ...reach };
}
