import type { Db } from '@/lib/server/db/client';

const REACHED = { id: true, email: true, language: true } as const;

export type Reachable = { id: string; email: string; language: string | null };

/** A person who can sign in, as one writes to them; null where there is none of this id, or they are disabled. */
export const reachableOperator = (db: Db, id: string): Promise<Reachable | null> =>
  db.operator.findUnique({ where: { id, disabledAt: null }, select: REACHED });

/** Those who may do everything everywhere, and can sign in. */
export const reachableAdministrators = (db: Db): Promise<Reachable[]> =>
  db.operator.findMany({
    where: { role: 'administrator', allFabrics: true, disabledAt: null },
    select: REACHED,
  });
