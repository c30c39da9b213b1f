import type { Ctx } from '@/lib/server/context';
import { mailFactsOf } from '@/lib/server/mail/mail-facts';
import type { Runtime } from '@/lib/server/runtime';
import type { TrpcContext } from '@/lib/server/trpc/init';

/** What procedures know besides their input, over HTTP and for a page alike. */
export const trpcContextOf = (
  { db, fleetDb, heavyReads, publicUrl, env, certificate, settings, mailer }: Runtime,
  ctx: Ctx,
): TrpcContext => ({
  ctx: { ...ctx, db },
  fleetDb,
  heavyReads,
  publicUrl,
  mail: mailFactsOf(env),
  env,
  certificateEndsAt: () => certificate?.endsAt() ?? null,
  settings,
  mailer,
  keptDays: settings.retentionDays,
  checkpointFile: env.auditCheckpointFile,
});
