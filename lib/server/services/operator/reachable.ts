import type { Db } from '@/lib/server/db/client';

const REACHED = { id: true, email: true, language: true } as const;

export type Reachable = { id: string; email: string; language: string | null };

/** A person who can sign in, with what a mail needs; null if the id is unknown or disabled. */
export const reachableOperator = (db: Db, id: string): Promise<Reachable | null> =>
  db.operator.findUnique({ where: { id, disabledAt: null }, select: REACHED });

/** Administrators of all fabrics who can sign in. */
export const reachableAdministrators = (db: Db): Promise<Reachable[]> =>
  db.operator.findMany({
    where: { role: 'administrator', allFabrics: true, disabledAt: null },
    select: REACHED,
  });
