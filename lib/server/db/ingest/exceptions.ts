import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { hostsOfExceptions } from '@/lib/server/db/fleet/answers/excepted-hosts';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { recordChanges } from './changes';

type Told = { kind: 'exceptionInForce' | 'exceptionEnded'; at: Date; when: When; now: Date };

/**
 * Records the exception once for each host, with the class that the host gets. Hosts of one exception form
 * one wave.
 */
export async function tellException(tx: Db, exception: ToldException, told: Told): Promise<void> {
  const { id, number, fabricIds, hostIds, causes, endsAt } = exception;
  const hosts = await hostsOfExceptions(tx, { when: told.when, fabrics: 'all' }, hostIds);
  const detail = { exceptionId: id, number, fabricIds, causes, endsAt: endsAt.toISOString() };
  const changes = hosts.map((host) => ({
    hostId: host.id,
    kind: told.kind,
    detail: { ...detail, compliance: host.compliance },
    causeKey: `${told.kind}:${id}:${host.id}`,
    at: told.at,
    about: id,
  }));
  await recordChanges(tx, changes, told.now);
}

const endedExceptions = rowsOf('ended exceptions', {
  id: 'text',
  number: 'number',
  fabricIds: 'texts',
  hostIds: 'texts',
  causes: 'texts',
  endsAt: 'time',
});

/** The details of an exception for the feed, for each of its hosts. */
export type ToldException = RowOf<typeof endedExceptions>;

/** How many are recorded in one transaction; a full round may have left some. */
const AT_ONCE = 20;

/**
 * Records in the list of changes that exceptions have ended, each once, however many instances check and
 * however long none did. Whether a host counts again does not depend on it: that is judged when it is read.
 */
export async function noticeEndedExceptions(tx: Db, now: Date): Promise<{ noticed: number; isAll: boolean }> {
  const ended = await endedExceptions(tx)`
    SELECT id::text AS id, number, fabric_ids::text[] AS "fabricIds", host_ids::text[] AS "hostIds", causes,
      ends_at AS "endsAt"
    FROM exception WHERE approved_at IS NOT NULL AND ends_at <= ${now} AND end_told_at IS NULL
      AND (withdrawn_at IS NULL OR withdrawn_at > ends_at)
    ORDER BY ends_at, id LIMIT ${AT_ONCE}::int FOR UPDATE SKIP LOCKED`;
  for (const exception of ended) {
    const at = exception.endsAt;
    await tellException(tx, exception, { kind: 'exceptionEnded', at, when: { at }, now });
  }
  await tx.exception.updateMany({
    where: { id: { in: ended.map(({ id }) => id) } },
    data: { endToldAt: now },
  });
  return { noticed: ended.length, isAll: ended.length < AT_ONCE };
}
