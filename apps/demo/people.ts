import { randomBytes, randomUUID } from 'node:crypto';
import type { Role } from '@/lib/domain/roles';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { createOperator, listOperators } from '@/lib/server/services/operator';

type Person = { name: string; email: string; role: Role };

/** One for each role. */
export const PEOPLE: readonly Person[] = [
  { name: 'Claire Morel', email: 'claire.morel@fab.example', role: 'administrator' },
  { name: 'Julien Arnaud', email: 'julien.arnaud@fab.example', role: 'operator' },
  { name: 'Agnes Weber', email: 'agnes.weber@fab.example', role: 'auditor' },
  { name: 'Tom Verne', email: 'tom.verne@fab.example', role: 'viewer' },
];

/** Made anew for every demo: one that is shown to others must not have a password that anyone can read up. */
export const newPassword = () => randomBytes(12).toString('base64url');

export async function preparePeople(db: DbRoot, password: string, now: Date): Promise<void> {
  const ctx: Ctx = { actor: { kind: 'system', id: 'cli' }, db, now, requestId: randomUUID() };
  const known = new Set((await listOperators({ ctx })).map(({ email }) => email));
  for (const person of PEOPLE)
    if (!known.has(person.email)) await createOperator({ ctx, input: { ...person, password } });
}
