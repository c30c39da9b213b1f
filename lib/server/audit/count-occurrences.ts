import type { AuditDetail } from '@/lib/server/audit/canonical';
import { auditAll, type Entry } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma, transact } from '@/lib/server/db/client';

const PERIOD_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The most entries of one action, period and subject: any further ones are counted together, so that many
 * addresses cannot fill the log. Each subject has its own limit, so that a flood about one account, or about
 * unknown names, does not hide attempts on another.
 */
const KEYS_AT_MOST = 500;
const BEYOND = 'beyond';
const ENTRIES_AT_ONCE = 1_000;

export type Occurrence = {
  action: string;
  /** The key under which occurrences within the period are counted together. */
  key: string;
  period: keyof typeof PERIOD_MS;
  subject?: Entry['subject'];
  detail: AuditDetail;
};

const periods = rowsOf('period of an occurrence', { endsAt: 'time' });
const countedKeys = rowsOf('keys of an occurrence', { known: 'boolean', keys: 'number' });

type Told = { actor: { kind: string; id: string | null }; at: Date };

/**
 * Counts something that may happen often and changes nothing. The log has it within about a minute, and the
 * rest once more when the period is over (`recordOccurrences`). Takes no lock for which another writer of the
 * log waits.
 */
export async function countOccurrence(db: Db, { actor, at }: Told, occurrence: Occurrence): Promise<void> {
  const { action, subject, period } = occurrence;
  const length = PERIOD_MS[period];
  const end = new Date((Math.floor(at.getTime() / length) + 1) * length);
  const isBeyond = !(await isWithin(db, occurrence, end));
  const key = isBeyond ? [BEYOND, ...(subject ? [subject.id] : [])].join(' ') : occurrence.key;
  const { kind, id } = isBeyond ? { kind: actor.kind, id: null } : actor;
  const detail = JSON.stringify(isBeyond ? { beyond: KEYS_AT_MOST } : occurrence.detail);
  await db.$executeRaw`
    INSERT INTO audit_fold AS f (action, key, period_end, actor_kind, actor_id, subject_kind, subject_id, detail, first_at, last_at)
    VALUES (${action}, ${key}, ${end}::timestamptz, ${kind}, ${id}::text, ${subject?.kind ?? null}::text,
      ${subject?.id ?? null}::text, ${detail}::jsonb, ${at}::timestamptz, ${at}::timestamptz)
    ON CONFLICT (action, period_end, key) DO UPDATE SET times = f.times + 1,
      first_at = CASE WHEN f.told = f.times THEN excluded.first_at ELSE f.first_at END,
      last_at = excluded.last_at`;
}

/** The end of the period in which something has been counted `times` times by now, or null if it has not. */
export async function periodOf(
  db: Db,
  { action, key, times }: Pick<Occurrence, 'action' | 'key'> & { times: number },
  now: Date,
): Promise<Date | null> {
  const [found] = await periods(db)`
    SELECT period_end AS "endsAt" FROM audit_fold
    WHERE action = ${action} AND key = ${key} AND period_end > ${now}::timestamptz AND times >= ${times}::int`;
  return found?.endsAt ?? null;
}

async function isWithin(db: Db, { action, key, subject }: Occurrence, end: Date): Promise<boolean> {
  const [{ known = false, keys = 0 } = {}] = await countedKeys(db)`
    SELECT EXISTS (SELECT FROM audit_fold WHERE action = ${action} AND period_end = ${end}::timestamptz AND key = ${key}) AS known,
      (SELECT count(*)::int FROM audit_fold WHERE action = ${action} AND period_end = ${end}::timestamptz
        AND subject_id IS NOT DISTINCT FROM ${subject?.id ?? null}::text) AS keys`;
  return known || keys < KEYS_AT_MOST;
}

const folds = rowsOf('folds to be written', {
  action: 'text',
  key: 'text',
  periodEnd: 'time',
  actorKind: 'text',
  actorId: 'text?',
  subjectKind: 'text?',
  subjectId: 'text?',
  detail: typed<AuditDetail>('json'),
  untold: 'number',
  firstAt: 'time',
  lastAt: 'time',
});
type Fold = RowOf<typeof folds>;

function takeFolds(tx: Db, now: Date): Promise<Fold[]> {
  return folds(tx)`
    SELECT action, key, period_end AS "periodEnd", actor_kind AS "actorKind", actor_id AS "actorId",
      subject_kind AS "subjectKind", subject_id AS "subjectId", detail, times - told AS untold,
      first_at AS "firstAt", last_at AS "lastAt"
    FROM audit_fold
    WHERE times > told AND (told = 0 OR period_end <= ${now}::timestamptz)
    ORDER BY first_at, key LIMIT ${ENTRIES_AT_ONCE}::int FOR UPDATE SKIP LOCKED`;
}

function entryOf(fold: Fold): Entry {
  const { action, subjectKind, subjectId, detail, untold, firstAt, lastAt } = fold;
  return {
    action,
    actor: { kind: fold.actorKind, id: fold.actorId },
    ...(subjectKind !== null && subjectId !== null && { subject: { kind: subjectKind, id: subjectId } }),
    detail: { ...detail, times: untold, from: firstAt.toISOString(), to: lastAt.toISOString() },
  };
}

/** Writes the entries of what was counted: the first of each at once, the rest when its period is over. */
export async function recordOccurrences(ctx: Ctx): Promise<void> {
  const told = await transact(ctx.db, async (tx) => {
    const taken = await takeFolds(tx, ctx.now);
    if (taken.length > 0) {
      const rows = Prisma.join(
        taken.map((fold) => Prisma.sql`(${fold.action}, ${fold.key}, ${fold.periodEnd}::timestamptz)`),
      );
      await tx.$executeRaw`UPDATE audit_fold SET told = times WHERE (action, key, period_end) IN (${rows})`;
    }
    await tx.$executeRaw`DELETE FROM audit_fold WHERE period_end <= ${ctx.now}::timestamptz AND told = times`;
    await auditAll(tx, ctx, taken.map(entryOf));
    return taken.length;
  });
  if (told === ENTRIES_AT_ONCE) await recordOccurrences(ctx);
}
