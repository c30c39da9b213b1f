import { createHash } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter, Where } from 'better-auth/types';

type AdapterFactory = (options: BetterAuthOptions) => DBAdapter<BetterAuthOptions>;

type CreateQuery<T> = { model: string; data: Omit<T, 'id'>; select?: string[]; forceAllowId?: boolean };

/** The stored form of a session's token. */
export function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function hashedWhere(where: Where[]): Where[] {
  return where.map((part) => {
    if (part.field !== 'token') return part;
    if (typeof part.value === 'string') return { ...part, value: digest(part.value) };
    return Array.isArray(part.value)
      ? { ...part, value: part.value.map((value) => digest(String(value))) }
      : part;
  });
}

/** Replaces the digest in a row by the token that was looked up. */
function restored<T>(row: T, where: Where[]): T {
  const asked = where.find((part) => part.field === 'token')?.value;
  if (typeof row !== 'object' || row === null || typeof asked !== 'string') return row;
  return 'token' in row ? { ...row, token: asked } : row;
}

/**
 * Stores only a digest of each session's token: a person who reads the table or a backup cannot sign in with
 * it.
 */
export function withHashedSessionTokens(factory: AdapterFactory): AdapterFactory {
  return (options) => {
    const inner = factory(options);
    const whereOf = (model: string, where: Where[]) => (model === 'session' ? hashedWhere(where) : where);
    const outer: DBAdapter<BetterAuthOptions> = {
      ...inner,
      create: async <T extends Record<string, unknown>, R = T>(query: CreateQuery<T>): Promise<R> => {
        const { token } = query.data;
        if (query.model !== 'session' || typeof token !== 'string') return inner.create<T, R>(query);
        const row = await inner.create<T, R>({ ...query, data: { ...query.data, token: digest(token) } });
        return { ...row, token };
      },
      findOne: async <T>(query: Parameters<typeof inner.findOne>[0]) =>
        restored(await inner.findOne<T>({ ...query, where: whereOf(query.model, query.where) }), query.where),
      findMany: (query) =>
        inner.findMany({ ...query, where: query.where && whereOf(query.model, query.where) }),
      update: async <T>(query: Parameters<typeof inner.update>[0]) =>
        restored(await inner.update<T>({ ...query, where: whereOf(query.model, query.where) }), query.where),
      updateMany: (query) => inner.updateMany({ ...query, where: whereOf(query.model, query.where) }),
      delete: (query) => inner.delete({ ...query, where: whereOf(query.model, query.where) }),
      deleteMany: (query) => inner.deleteMany({ ...query, where: whereOf(query.model, query.where) }),
      transaction: (work) => work(outer),
    };
    return outer;
  };
}
