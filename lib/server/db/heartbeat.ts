import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { holdLock } from '@/lib/server/db/locks';

/** After several missing heartbeats no instance counts as running. */
export const AWAY_MS = 90_000;

const lastBeat = rowsOf('last heartbeat', { at: 'time' });

/** Whether any instance has ever run. */
export async function hasServed(db: Db): Promise<boolean> {
  const beats = await lastBeat(db)`SELECT at FROM server_heartbeat`;
  return beats.length > 0;
}

/** Records that an instance runs at `now`, and the preceding time in which none did. */
export async function beat(tx: Db, now: Date): Promise<void> {
  await holdLock(tx, 'heartbeat');
  const [last] = await lastBeat(tx)`SELECT at FROM server_heartbeat`;
  if (last !== undefined && now.getTime() - last.at.getTime() > AWAY_MS)
    await tx.$executeRaw`
      INSERT INTO server_absence (from_at, to_at) VALUES (${last.at}, ${now}) ON CONFLICT (from_at) DO NOTHING`;
  // Another instance's clock may be ahead.
  await tx.$executeRaw`
    INSERT INTO server_heartbeat (at) VALUES (${now})
    ON CONFLICT (id) DO UPDATE SET at = greatest(server_heartbeat.at, excluded.at)`;
}
