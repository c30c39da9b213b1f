import type { Db } from '@/lib/server/db/client';

const newest = (db: Db, action: string) =>
  db.auditEntry.findFirst({
    where: { action },
    orderBy: { sequence: 'desc' },
    select: { at: true, detail: true },
  });

type LastBackup = {
  installedAt: string | null;
  backup: { at: string; folder: string; bytes: number } | null;
  restoredAt: string | null;
};

/** When gf last made a complete backup, according to the audit log. The calling verb authorises. */
export async function lastBackup(db: Db): Promise<LastBackup> {
  const [installation, made, restored] = await Promise.all([
    db.installation.findUnique({ where: { id: 1 }, select: { createdAt: true } }),
    newest(db, 'system.backupMade'),
    newest(db, 'system.restored'),
  ]);
  const { folder, bytes } = (made?.detail ?? {}) as { folder?: string; bytes?: number };
  return {
    installedAt: installation?.createdAt.toISOString() ?? null,
    backup: made && { at: made.at.toISOString(), folder: folder ?? '', bytes: bytes ?? 0 },
    restoredAt: restored?.at.toISOString() ?? null,
  };
}
