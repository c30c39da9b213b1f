import { randomBytes } from 'node:crypto';
import type { CreateEnrollmentTokenInput } from '@/lib/contracts/procedures';
import type { Role } from '@/lib/domain/roles';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { inUtc } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded/server';
import { openPools } from '@/lib/server/db/pools';
import { createEnrollmentToken } from '@/lib/server/services/enrollment';
import { createFabric } from '@/lib/server/services/fabric';
import { mergeHosts } from '@/lib/server/services/host/merge';
import { retireHost } from '@/lib/server/services/host/retire';
import { createApiToken, createOperator } from '@/lib/server/services/operator';

/** A fabric with people of its own, who see nothing else: what one test does is invisible to the next. */
export type World = {
  fabric: { id: string; name: string };
  /** Somebody who sees this fabric, and those of other worlds where they are named. */
  operator: (role: Role, others?: readonly World[]) => Promise<Person>;
  /** An administrator who sees every fabric, those of other tests too. */
  administrator: () => Promise<Person>;
  enrollmentToken: (input?: Partial<CreateEnrollmentTokenInput>) => Promise<string>;
  apiToken: (role: Role) => Promise<string>;
  /** As gf does both. */
  retire: (host: Known) => Promise<unknown>;
  merge: (host: Known, into: Known) => Promise<unknown>;
};

type Known = { hostId: string };

export type Person = { email: string; password: string; role: Role };

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

const personOf = (role: Role): Person => ({
  email: `${uniqueName(role)}@fab.example`,
  password: uniqueName('a long password'),
  role,
});

export async function makeWorld(db: DbRoot, prefix = 'fabric'): Promise<World> {
  const ctx = (): Ctx => ({
    actor: { kind: 'system', id: 'cli' },
    db,
    now: new Date(),
    requestId: uniqueName('world'),
  });
  const { id, name } = await createFabric({ ctx: ctx(), input: { name: uniqueName(prefix) } });
  return {
    fabric: { id, name },
    administrator: async () => {
      const person = personOf('administrator');
      await createOperator({ ctx: ctx(), input: person });
      return person;
    },
    operator: async (role, others = []) => {
      const person = personOf(role);
      const fabrics = [id, ...others.map(({ fabric }) => fabric.id)];
      await createOperator({ ctx: ctx(), input: { ...person, fabrics } });
      return person;
    },
    enrollmentToken: async (input = {}) => {
      const made = await createEnrollmentToken({ ctx: ctx(), input: { fabric: id, ...input } });
      return made.token;
    },
    apiToken: async (role) => {
      const made = await createApiToken({
        ctx: ctx(),
        input: { name: uniqueName('token'), role, fabrics: [id] },
      });
      return made.token;
    },
    retire: ({ hostId }) => retireHost({ ctx: ctx(), input: { id: hostId } }),
    merge: ({ hostId }, into) => mergeHosts({ ctx: ctx(), input: { id: hostId, into: into.hostId } }),
  };
}

/** The database of a server that runs from this data folder, for making worlds in it. */
export function attachTo(dataDir: string): { db: DbRoot; ingest: DbRoot; close: () => Promise<void> } {
  const running = attachEmbedded(dataDir);
  if (!running) throw new Error(`No server runs from ${dataDir}`);
  const pools = openPools({ url: inUtc(running.url) });
  return { db: pools.console, ingest: pools.ingest, close: pools.close };
}

/** What the server's own role may not do: for tests of a database that has gone wrong. */
export async function asSchemaOwner(dataDir: string, act: (db: DbRoot) => Promise<unknown>): Promise<void> {
  const running = attachEmbedded(dataDir);
  if (!running) throw new Error(`No server runs from ${dataDir}`);
  const pools = openPools({ url: inUtc(running.migrateUrl) });
  await act(pools.console);
  await pools.close();
}
