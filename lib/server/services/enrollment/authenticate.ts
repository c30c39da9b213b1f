import { audit } from '@/lib/server/audit/record';
import type { Actor, Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { type CredentialRecord, findCredentials } from '@/lib/server/db/ingest/credentials';
import { ServiceError } from '@/lib/server/errors';
import { readSecret } from '@/lib/server/secrets';

/** How long a rotated credential works after its successor was first used. */
const OVERLAP_MS = 10 * 60_000;

export type HostActor = Extract<Actor, { kind: 'host' }>;

export type HostAuthenticator = {
  /** The host that `secret` belongs to. Throws `unauthorized`, or `host_locked`. No cache: revocation acts at once. */
  authenticate: (ctx: Omit<Ctx, 'actor'>, secret: string) => Promise<HostActor>;
};

type Asked = {
  resolve: (record: CredentialRecord | undefined) => void;
  reject: (error: unknown) => void;
  hash: Buffer;
};

/** Look-ups of one turn of the event loop share one query. */
export function createHostAuthenticator(db: DbRoot): HostAuthenticator {
  let asked: Asked[] = [];

  async function flush(): Promise<void> {
    const batch = asked;
    asked = [];
    try {
      const found = await findCredentials(
        db,
        batch.map(({ hash }) => hash),
      );
      for (const { hash, resolve } of batch) resolve(found.get(hash.toString('hex')));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  const find = (hash: Buffer) =>
    new Promise<CredentialRecord | undefined>((resolve, reject) => {
      if (asked.length === 0) setImmediate(() => void flush());
      asked.push({ hash, resolve, reject });
    });

  return {
    authenticate: async (ctx, secret) => {
      const hash = readSecret('credential', secret);
      const record = hash === null ? undefined : await find(Buffer.from(hash));
      const isOfHost = record !== undefined && !record.retired && record.enrollment === record.hostEnrollment;
      if (!isOfHost) throw unknownCredential();
      return admit(ctx, record);
    },
  };
}

const unknownCredential = () =>
  new ServiceError('unauthorized', 'This credential is not valid. Enrol the host again');

const locked = () =>
  new ServiceError(
    'host_locked',
    'A credential of before a rotation was used again. An administrator must unlock the host',
  );

async function admit(ctx: Omit<Ctx, 'actor'>, record: CredentialRecord): Promise<HostActor> {
  const actor: HostActor = {
    kind: 'host',
    id: record.hostId,
    credentialId: record.id,
    enrollment: record.enrollment,
  };
  if (record.endsAt !== null && record.endsAt <= ctx.now) {
    if (record.endReason !== 'rotated') throw unknownCredential();
    await lock({ ...ctx, actor }, record);
    throw locked();
  }
  if (record.locked) throw locked();
  if (record.firstUsedAt === null) await beginUse(ctx, record);
  return actor;
}

/** Someone holds a copy, or a host was restored from an old image: a person must find out which. */
async function lock(ctx: Ctx, { hostId, generation }: CredentialRecord): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.host.updateMany({
      where: { id: hostId, lockedAt: null },
      data: { lockedAt: ctx.now },
    });
    if (count === 0) return;
    await audit(tx, ctx, {
      action: 'host.locked',
      subject: { kind: 'host', id: hostId },
      detail: { generation },
    });
  });
}

/** From the first use of a successor on, the credential before it has ten minutes left. */
async function beginUse(
  ctx: Omit<Ctx, 'actor'>,
  { id, hostId, enrollment, generation }: CredentialRecord,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.credential.updateMany({
      where: { id, firstUsedAt: null },
      data: { firstUsedAt: ctx.now },
    });
    if (count === 0) return;
    await tx.credential.updateMany({
      where: { hostId, enrollment, generation: { lt: generation }, endsAt: null },
      data: { endsAt: new Date(ctx.now.getTime() + OVERLAP_MS), endReason: 'rotated' },
    });
  });
}
