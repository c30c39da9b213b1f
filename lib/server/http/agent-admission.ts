import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { isServiceError } from '@/lib/server/errors';
import { bearerOf } from '@/lib/server/secrets';
import { createHostAuthenticator, type HostActor } from '@/lib/server/services/enrollment';
import { createAgentLimits } from './agent-limits';

/** Who asks for a host, before it is known whether it may. */
export type Asking = { requestId: string; address: string; authorization: string | undefined };

export type Admission = {
  /** The host whose credential this is; counts what it asks, and failures for the address. */
  admit: (asking: Asking) => Promise<HostActor>;
  /** Where `check` finds that a credential is none, that counts for the address. */
  countingFailures: <T>(address: string, check: () => Promise<T>) => Promise<T>;
};

/** One for all agents' routes: their limits are shared. */
export function createAdmission(db: DbRoot): Admission {
  const limits = createAgentLimits();
  const hosts = createHostAuthenticator(db);

  async function countingFailures<T>(address: string, check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      if (isServiceError(error) && error.status === 401) await limits.noteFailure(address);
      throw error;
    }
  }

  return {
    countingFailures,
    admit: async ({ requestId, address, authorization }) => {
      const scope: Omit<Ctx, 'actor'> = { db, now: new Date(), requestId };
      const secret = bearerOf(authorization) ?? '';
      const host = await countingFailures(address, () => hosts.authenticate(scope, secret));
      await limits.noteRequest(host.credentialId);
      return host;
    },
  };
}
