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

/** The id of the key in use; null before the first key. */
async function keyInUse(db: Db): Promise<string | null> {
  return (await db.installation.findFirst({ select: { reportKid: true } }))?.reportKid ?? null;
}

/** Takes this key into use if there is none yet. Returns the id of the key in use. */
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
 * The key with which this server signs; undefined if there is none yet. A key that is not in use is refused
 * and signs nothing, so that after a leak one rotation is enough.
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

/** Throws the reason why this server cannot sign: its key is not the one in use, or it has none. */
export async function refuseOtherKey(db: Db, place: KeyPlace): Promise<void> {
  await readOwnKey(db, place);
}

/**
 * Moves the key in use to the place of the previous one, if it still waits beside it. A lock keeps a
 * simultaneous rotation from having its key overwritten. A failure here does not prevent signing, because the
 * next reader of the key tries again.
 */
async function keepKeyInUse(db: Db, place: KeyPlace): Promise<void> {
  const move = async (tx: Db) => {
    await tx.$executeRaw`SELECT id FROM installation FOR UPDATE`;
    const inUse = await keyInUse(tx);
    if (inUse !== null && (await readWaitingKey(place, inUse))) putInPlace(place, inUse);
  };
  await transact(db, move).catch(() => undefined);
}

/** Reports at the start of the server that it could not sign. The first server that has a key takes it into use. */
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

/**
 * Adds the key in the transaction of the report that it signs, so that no report is visible without its
 * public key.
 */
export async function addKey(tx: Db, ctx: Ctx, key: KnownKey): Promise<void> {
  // The key was rotated since this report was begun. A plain Error puts the report back into the queue; a
  // ServiceError would not.
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

/**
 * Every public key that ever signed here. Anybody who holds a report may ask, because public keys are not
 * secret.
 */
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

/** The public keys, and where the private key is. */
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

/** The key in a given file, in which an administrator has put a new one. */
async function givenKey(db: Db, place: KeyPlace): Promise<Signer> {
  const key = await readKey(place);
  if (key !== undefined && key.kid !== (await keyInUse(db))) return key;
  throw new ServiceError(
    'conflict',
    `GF_REPORT_KEY_FILE names ${place.file}, which holds the key in use: put another key there, on every server, and rotate again. Earlier reports stay valid`,
  );
}

/**
 * Makes every server sign reports with another key from now on, and refuse any other. It is a new key, or the
 * one that was put into the given file. The previous private key is gone; its public key stays valid for
 * every report that it signed. A new key is on disk before it is in use, and the previous one stays until
 * then, so that an interrupted rotation leaves a server that can sign. Within another transaction the new key
 * waits beside the previous one until a server next reads it.
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
