import { randomUUID } from 'node:crypto';
import { audit } from '@/lib/server/audit/record';
import type { Ctx, Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';

/**
 * Which PostgreSQL answers. A promoted standby and a restore to a moment begin a new timeline; another
 * cluster is another system.
 */
type Place = { databaseSystem: string; databaseTimeline: string; databaseSynchronous: boolean };
type Known = { [K in keyof Place]: Place[K] | null };

const readPlace = rowsOf('timeline of the database', {
  timeline: 'text',
  synchronous: 'boolean',
  maySeeSystem: 'boolean',
});
const readSystem = rowsOf('system of the database', { system: 'text' });

async function placeOf(db: Db): Promise<Place> {
  const [place] = await readPlace(db)`
    SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) AS timeline,
      current_setting('synchronous_standby_names') <> '' AS synchronous,
      has_function_privilege('pg_control_system()', 'EXECUTE') AS "maySeeSystem"`;
  if (place === undefined) throw new Error('PostgreSQL does not say its timeline');
  const [control] = place.maySeeSystem
    ? await readSystem(db)`SELECT system_identifier::text AS system FROM pg_control_system()`
    : [];
  return {
    // Empty if the role may not ask for it.
    databaseSystem: control?.system ?? '',
    databaseTimeline: place.timeline,
    databaseSynchronous: place.synchronous,
  };
}

/**
 * Whether acknowledged data may be missing. If commits waited for a standby, a failover loses none. An
 * unknown system does not count as another one: the role may be allowed to ask for it later, or be replaced.
 */
function mayHaveLost(known: Known, place: Place): boolean {
  if (known.databaseTimeline === null) return false;
  if (known.databaseSystem && known.databaseSystem !== place.databaseSystem) return true;
  return known.databaseTimeline !== place.databaseTimeline && !known.databaseSynchronous;
}

/**
 * The present epoch, or a new one that makes agents send again what they kept. If there are several servers,
 * one changes it.
 */
async function presentEpoch(ctx: Ctx): Promise<string> {
  const found = await placeOf(ctx.db);
  const { serverEpoch, ...known } = await ctx.db.installation.findUniqueOrThrow({
    where: { id: 1 },
    select: { serverEpoch: true, databaseSystem: true, databaseTimeline: true, databaseSynchronous: true },
  });
  const place = { ...found, databaseSystem: found.databaseSystem || (known.databaseSystem ?? '') };
  const isSame = Object.entries(place).every(([name, value]) => known[name as keyof Place] === value);
  if (isSame) return serverEpoch;
  const isLost = mayHaveLost(known, place);
  return transact(ctx.db, async (tx) => {
    const next = isLost ? randomUUID() : serverEpoch;
    const where = { id: 1, serverEpoch, ...known };
    const { count } = await tx.installation.updateMany({ where, data: { ...place, serverEpoch: next } });
    if (count === 0) return (await tx.installation.findUniqueOrThrow({ where: { id: 1 } })).serverEpoch;
    const detail = { from: known.databaseTimeline, to: place.databaseTimeline };
    if (isLost) await audit(tx, ctx, { action: 'system.epochChanged', detail });
    return next;
  });
}

export type LiveEpoch = { readonly current: string; refresh: () => Promise<void> };

/**
 * Keeps the server epoch of this process up to date. A failover or an administrator may change it while
 * servers run.
 */
export async function followEpoch({ ctx }: Pick<Verb<never>, 'ctx'>): Promise<LiveEpoch> {
  let current = await presentEpoch(ctx);
  return {
    get current() {
      return current;
    },
    refresh: async () => {
      current = await presentEpoch({ ...ctx, now: new Date() });
    },
  };
}
