import type { MadeReportKey, ReportKeyList, ReportKeyRow, ReportKeySet } from '@/lib/contracts/report-keys';
import { jwksOf, type KnownKey } from '@/lib/domain/report/proof/keys';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { type KeyPlace, prepareKey, readKey } from './key-file';

type Added = 'used' | 'rotated';

/** Adds the key in the transaction of the report that it signs, so that no report is seen whose key nobody can get. */
export async function addKey(tx: Db, ctx: Ctx, { kid, x, y }: KnownKey, added: Added): Promise<void> {
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

type InPlace = { place: KeyPlace };

export async function listReportKeys({ ctx, input }: Verb<InPlace>): Promise<ReportKeyRow[]> {
  authorize(ctx, 'reportKey.manage');
  requireEveryFabric(ctx);
  const current = await readKey(input.place);
  return (await readRows(ctx.db)).map(({ kid, x, y, addedAt, _count }) => ({
    kid,
    x,
    y,
    addedAt: addedAt.toISOString(),
    reports: _count.signatures,
    isCurrent: kid === current?.kid,
  }));
}

/** The same with where the private key is. */
export async function describeReportKeys({ ctx, input }: Verb<InPlace>): Promise<ReportKeyList> {
  const { file, isGiven } = input.place;
  return { reportKeys: await listReportKeys({ ctx, input }), file, isGiven, nextCursor: null };
}

/**
 * Reports are signed with a new key from now on, also by a server that runs. The earlier private key is gone; its public
 * key stays, and with it every report that it signed. Served before it is used: what is cut short leaves a public key
 * without reports.
 */
export async function rotateReportKey({ ctx, input: { place } }: Verb<InPlace>): Promise<MadeReportKey> {
  authorize(ctx, 'reportKey.manage');
  requireEveryFabric(ctx);
  if (place.isGiven)
    throw new ServiceError(
      'conflict',
      `GF_REPORT_KEY_FILE names ${place.file}: put another key there, and the next report is signed with it. Earlier reports stay valid`,
    );
  const { keep, ...key } = await prepareKey(place);
  await transact(ctx.db, (tx) => addKey(tx, ctx, key, 'rotated'));
  keep();
  return { kid: key.kid };
}
