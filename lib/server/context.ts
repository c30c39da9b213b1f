import type { Role } from '@/lib/domain/roles';
import type { Db } from './db/client';

/** Which fabrics an actor may see: what lies outside does not exist for it. */
export type FabricScope = 'all' | readonly string[];

export type Actor =
  | {
      kind: 'operator';
      id: string;
      name: string;
      email: string;
      role: Role;
      fabrics: FabricScope;
      /** The session that asks; absent if no browser asks, as in a job. */
      sessionId?: string;
    }
  | { kind: 'apiToken'; id: string; name: string; role: Role; fabrics: FabricScope }
  /** A host known by its credential alone. */
  | { kind: 'host'; id: string; credentialId: string; enrollment: number }
  /** The server itself: start-up, jobs, and gf on the machine's own shell. */
  | { kind: 'system'; id: 'start' | 'job' | 'cli' }
  /** Nobody yet: set-up link, enrolment. */
  | { kind: 'anonymous' };

export type Ctx = {
  actor: Actor;
  db: Db;
  /** The only clock of a request, so that staleness and expiry can be tested without waiting. */
  now: Date;
  requestId: string;
  /**
   * Reads once what several questions of one request need, by a key. If it is absent, each question reads for
   * itself.
   */
  once?: <T>(what: string, read: () => Promise<T>) => Promise<T>;
};

export type Verb<Input> = { ctx: Ctx; input: Input };

/** The maker that a row records. */
export function recordedBy(actor: Actor): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.id;
}
