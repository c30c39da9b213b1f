import path from 'node:path';
import { z } from 'zod';
import { About } from '@/lib/contracts/settings';
import { requireEveryFabric } from '@/lib/server/auth/authorize';
import { newestMigration } from '@/lib/server/db/migrate';
import { databaseFacts } from '@/lib/server/db/storage-facts';
import { isServiceError } from '@/lib/server/errors';
import { checkoutRoot, checkoutVersion } from '@/lib/server/process/checkout';
import type { Env } from '@/lib/server/process/env';
import { readAgentZip } from '@/lib/server/services/enrollment';
import { JUDGE_VERSION } from '@/lib/server/services/snapshot';
import { lastBackup } from '@/lib/server/services/system';
import { verb } from '@/lib/server/verbs/verb';

/** The version, the environment and the age of the last backup: what an administrator tells a supporter. */
export const describeInstallation = verb({
  procedure: 'setting.about',
  route: { at: 'GET /api/v1/about', tag: 'settings' },
  summary: 'Says which version runs here and on what.',
  right: 'setting.manage',
  demands: requireEveryFabric,
  kind: 'query',
  input: z.void(),
  output: About,
  needs: ['env', 'publicUrl', 'certificateEndsAt'],
  work: async ({ ctx, env, publicUrl, certificateEndsAt }) => {
    const [database, agent, { installedAt, backup, restoredAt }] = await Promise.all([
      databaseFacts(ctx.db),
      agentHere(),
      lastBackup(ctx.db),
    ]);
    return {
      asOf: ctx.now.toISOString(),
      version: checkoutVersion(),
      judgeVersion: JUDGE_VERSION,
      agent,
      process: processHere(env, ctx.now, publicUrl),
      database: {
        ...database,
        kind: env.database.url === undefined ? ('embedded' as const) : ('given' as const),
        schema: newestMigration(path.join(checkoutRoot(), 'prisma')),
        hasReplica: env.database.replicaUrl !== undefined,
      },
      dataFolder: env.dataDir,
      tls: tlsOf(env, certificateEndsAt()),
      installedAt,
      backup,
      restoredAt,
      auditCheckpointFile: env.auditCheckpointFile ?? null,
    };
  },
});

function processHere(env: Env, now: Date, publicUrl: string): About['process'] {
  return {
    startedAt: new Date(now.getTime() - process.uptime() * 1_000).toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    publicUrl,
    host: env.host,
    port: env.port === 0 ? Number(new URL(publicUrl).port) : env.port,
  };
}

async function agentHere(): Promise<About['agent']> {
  try {
    const { version, sha256 } = await readAgentZip();
    return { version, sha256 };
  } catch (error) {
    if (isServiceError(error)) return null;
    throw error;
  }
}

function tlsOf({ tls, trustedProxies }: Env, certificateEndsAt: Date | null): About['tls'] {
  if (tls === undefined)
    return { kind: trustedProxies.length > 0 ? 'proxy' : 'none', file: null, endsAt: null };
  return { kind: 'own', file: tls.certFile, endsAt: certificateEndsAt?.toISOString() ?? null };
}
