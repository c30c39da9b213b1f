import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { HOST_LOCKED, isServiceError } from '@/lib/server/errors';
import { bearerOf } from '@/lib/server/request/bearer-secrets';
import { patience } from '@/lib/server/request/deadline';
import { createReadingPace, type ReadingPace } from '@/lib/server/request/reading-pace';
import { createReadingPlaces, type ReadingPlace } from '@/lib/server/request/reading-places';
import {
  createSourceAuthenticator,
  isKnownAsLocked,
  type SourceActor,
  SourceLocked,
} from '@/lib/server/services/enrollment';
import { type SnapshotBatcher, wholeRefusal } from '@/lib/server/services/snapshot';
import { type AgentLimits, createAgentLimits } from './agent-limits';

/** A request for a host, before it is known whether it is allowed. */
export type AgentRequestHead = { requestId: string; address: string; authorization: string | undefined };

export type Admission = Pick<AgentLimits, 'admitReading' | 'admitHeld' | 'noteBytes' | 'noteHeld'> & {
  /** The source of the credential; counts the request, and failures for the address. */
  admit: (head: AgentRequestHead) => Promise<SourceActor>;
  /** How soon the next request of a credential may be read. */
  pace: ReadingPace;
  /** Taken before a body is read and kept until its snapshots are stored. */
  placeOf: (credentialId: string) => ReadingPlace;
  /** Counts for the address if `check` finds an invalid credential. */
  countingFailures: <T>(address: string, check: () => Promise<T>) => Promise<T>;
};

/** One for all agents' routes, because they share the limits. */
export function createAdmission(db: DbRoot, deliver: SnapshotBatcher['deliver']): Admission {
  const limits = createAgentLimits();
  const { admitReading, admitHeld, noteBytes, noteHeld } = limits;
  const sources = createSourceAuthenticator(db);

  async function countingFailures<T>(address: string, check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      if (isServiceError(error) && error.status === 401) await limits.noteFailure(address);
      throw error;
    }
  }

  /** Counts as a body that was refused as a whole: snapshots from before the lock no longer vouch for the host. */
  async function noteLocked({ source: host }: SourceLocked, requestId: string): Promise<void> {
    await limits.noteRequest(host.credentialId);
    if (await isKnownAsLocked(db, host.id)) return;
    const base = { hostId: host.id, enrollment: host.enrollment, requestId, receivedAt: Date.now() };
    await deliver(wholeRefusal(base, HOST_LOCKED));
  }

  async function authenticate(scope: Omit<Ctx, 'actor'>, secret: string): Promise<SourceActor> {
    try {
      return await sources.authenticate(scope, secret);
    } catch (error) {
      if (error instanceof SourceLocked) await noteLocked(error, scope.requestId);
      throw error;
    }
  }

  return {
    admitReading,
    admitHeld,
    noteBytes,
    noteHeld,
    pace: createReadingPace(),
    placeOf: createReadingPlaces(),
    countingFailures,
    admit: async ({ requestId, address, authorization }) => {
      const scope: Omit<Ctx, 'actor'> = { db, now: new Date(), requestId };
      const secret = bearerOf(authorization) ?? '';
      const host = await countingFailures(address, () => authenticate(scope, secret));
      await limits.noteRequest(host.credentialId);
      return host;
    },
  };
}

/**
 * Used for every route except the upload, which has the listener's own limit. Ids make it harmless if
 * something still commits.
 */
export const patienceOfAgent = () => patience('The server cannot take this now; keep it and try again');
