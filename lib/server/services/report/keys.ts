import { z } from 'zod';
import {
  MadeReportKey,
  ReportKeyList,
  type ReportKeyRow,
  type ReportKeySet,
} from '@/lib/contracts/report-keys';
import { jwksOf, type KnownKey } from '@/lib/domain/report/proof/keys';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, isRoot, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import type { Env } from '@/lib/server/process/env';
import { StartupError } from '@/lib/server/process/startup-error';
import type { Signer } from '@/lib/server/report-formats';
import type { KeyPlace } from '@/lib/server/verbs/facilities';
import { verb } from '@/lib/server/verbs/verb';
import { keyPlaceOf, makeKey, putInPlace, readKey, readWaitingKey } from './key-file';

type Added = 'used' | 'rotated';

/** Null before the first key. */
async function keyInUse(db: Db): Promise<string | null> {
  return (await db.installation.findFirst({ select: { reportKid: true } }))?.reportKid ?? null;
}

/** Answers with the key in use, which is this one if there was none. */
async function claimUse(db: Db, kid: string): Promise<string> {
  await db.installation.updateMany({ where: { reportKid: null }, data: { reportKid: kid } });
  return (await keyInUse(db)) ?? kid;
}

function otherKey(place: KeyPlace, inUse: string, kid?: string): ServiceError {
  const here = kid === undefined ? 'is not there' : `holds ${kid}`;
  return new ServiceError(
    'unavailable',
    `Every server signs reports with the key ${inUse}, and ${place.file} ${here}: give all servers the file of that key ` +
      'in GF_REPORT_KEY_FILE, or run gf report-key rotate here, after which only servers that have the key of this one sign',
  );
}

/**
 * What this server signs with; undefined where there is no key yet. A key that is not the one in use is refused and signs
 * nothing: after a leak it is enough to rotate once.
 */
export async function readOwnKey(db: Db, place: KeyPlace): Promise<Signer | undefined> {
  const inUse = await keyInUse(db);
  const waiting = inUse === null ? undefined : await readWaitingKey(place, inUse);
  if (waiting !== undefined) {
    await keepKeyInUse(db, place);
    return waiting;
  }
  const key = await readKey(place);
  if (inUse === null || key?.kid === inUse) return key;
  throw otherKey(place, inUse, key?.kid);
}

/** Says why this server signs nothing, where it has another key than the one in use, or none. */
export async function refuseOtherKey(db: Db, place: KeyPlace): Promise<void> {
  await readOwnKey(db, place);
}

/**
 * Puts the key in use into the place of the earlier one, if it still waits beside it. Locked, so that no rotation comes
 * between and has its key written over. Whatever fails here keeps nobody from signing: who reads the key tries it again.
 */
async function keepKeyInUse(db: Db, place: KeyPlace): Promise<void> {
  const move = async (tx: Db) => {
    await tx.$executeRaw`SELECT id FROM installation FOR UPDATE`;
    const inUse = await keyInUse(tx);
    if (inUse !== null && (await readWaitingKey(place, inUse))) putInPlace(place, inUse);
  };
  await transact(db, move).catch(() => undefined);
}

/** A server says at its start that it could sign nothing. The first one that has a key takes it into use. */
export async function startWithReportKey(db: Db, env: Env): Promise<void> {
  const place = keyPlaceOf(env);
  try {
    const key = await readOwnKey(db, place);
    if (key !== undefined) await claimUse(db, key.kid);
    await refuseOtherKey(db, place);
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Adds the key in the transaction of the report that it signs, so that no report is seen whose key nobody can get. */
export async function addKey(tx: Db, ctx: Ctx, key: KnownKey): Promise<void> {
  // Rotated since this report was begun: it is put back into the queue, which an error of another kind does not do.
  if ((await claimUse(tx, key.kid)) !== key.kid) throw new Error('The key of reports was rotated meanwhile');
  await noteKey(tx, ctx, key, 'used');
}

async function noteKey(tx: Db, ctx: Ctx, { kid, x, y }: KnownKey, added: Added): Promise<void> {
  const { count } = await tx.reportKey.createMany({
    data: [{ kid, x, y, addedAt: ctx.now }],
    skipDuplicates: true,
  });
  if (count > 0)
    await audit(tx, ctx, {
      action: 'reportKey.added',
      subject: { kind: 'reportKey', id: kid },
      detail: { added },
    });
}

const readRows = (db: Db) =>
  db.reportKey.findMany({
    orderBy: [{ addedAt: 'desc' }, { kid: 'asc' }],
    include: { _count: { select: { signatures: true } } },
  });

/** Every public key that ever signed here. Whoever holds a report may ask: nothing of it is secret. */
export async function getReportKeys({ ctx }: Pick<Verb<never>, 'ctx'>): Promise<ReportKeySet> {
  return jwksOf((await readRows(ctx.db)).map(({ kid, x, y }) => ({ kid, x, y })));
}

export async function listReportKeys({ ctx }: Pick<Verb<never>, 'ctx'>): Promise<ReportKeyRow[]> {
  authorize(ctx, 'reportKey.manage');
  requireEveryFabric(ctx);
  const inUse = await keyInUse(ctx.db);
  return (await readRows(ctx.db)).map(({ kid, x, y, addedAt, _count }) => ({
    kid,
    x,
    y,
    addedAt: addedAt.toISOString(),
    reports: _count.signatures,
    isCurrent: kid === inUse,
  }));
}

/** The same with where the private key is. */
export const describeReportKeys = verb({
  procedure: 'setting.reportKeys',
  route: { at: 'GET /api/v1/report-keys', tag: 'reports', operation: 'listReportKeys' },
  summary: 'Lists the keys that reports are signed with, and how often each signed.',
  right: 'reportKey.manage',
  kind: 'query',
  input: z.void(),
  output: ReportKeyList,
  needs: ['keyPlace'],
  work: async ({ ctx, keyPlace: { file, isGiven } }) => {
    return { reportKeys: await listReportKeys({ ctx }), file, isGiven, nextCursor: null };
  },
});

/** The key in a file that somebody else looks after, who has put another one there. */
async function givenKey(db: Db, place: KeyPlace): Promise<Signer> {
  const key = await readKey(place);
  if (key !== undefined && key.kid !== (await keyInUse(db))) return key;
  throw new ServiceError(
    'conflict',
    `GF_REPORT_KEY_FILE names ${place.file}, which holds the key in use: put another key there, on every server, and rotate again. Earlier reports stay valid`,
  );
}

/**
 * Reports are signed with another key from now on, by every server that has it and by no other. It is a new one, or the
 * one that was put into the given file. The earlier private key is gone; its public key stays, and with it every report
 * that it signed. A new one is on disk before it is in use, and the earlier one until then, so that whatever is cut short
 * leaves a server that signs. Within another transaction it stays beside the earlier one until a server next reads it.
 */
export const rotateReportKey = verb({
  procedure: 'setting.rotateReportKey',
  route: { at: 'POST /api/v1/report-keys', status: 201, tag: 'reports' },
  summary: 'Makes a new key, which signs from then on.',
  right: 'reportKey.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: z.void(),
  output: MadeReportKey,
  needs: ['keyPlace'],
  work: async ({ ctx, keyPlace: place }) => {
    const key = place.isGiven ? await givenKey(ctx.db, place) : await makeKey(place);
    const { kid } = key;
    await transact(ctx.db, async (tx) => {
      await tx.installation.updateMany({ data: { reportKid: kid } });
      await noteKey(tx, ctx, key, 'rotated');
    });
    if (isRoot(ctx.db)) await keepKeyInUse(ctx.db, place);
    return { kid };
  },
});
