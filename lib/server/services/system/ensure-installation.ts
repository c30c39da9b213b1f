import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '@/lib/server/db/client';

/** Creates the one row that makes a database this installation. Two servers that start at once agree on it. */
export async function ensureInstallation(
  db: Db,
  now: Date,
): Promise<{ serverEpoch: string; sessionSecret: string }> {
  await db.$executeRaw`
    INSERT INTO installation (id, server_epoch, created_at, session_secret)
    VALUES (1, ${randomUUID()}::uuid, ${now}::timestamptz, ${randomBytes(32)}::bytea)
    ON CONFLICT (id) DO UPDATE SET session_secret = coalesce(installation.session_secret, excluded.session_secret)`;
  const { serverEpoch, sessionSecret } = await db.installation.findUniqueOrThrow({ where: { id: 1 } });
  if (!sessionSecret) throw new Error('the installation row has no session secret after it was ensured');
  return { serverEpoch, sessionSecret: Buffer.from(sessionSecret).toString('base64url') };
}
