import { validate as isUuid } from 'uuid';
import type { GetHostInput } from '@/lib/contracts/host-query';
import type { Judgement } from '@/lib/domain/judge';
import type { AttestationStatus, JudgedState } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { readProfile } from '@/lib/server/db/fleet/answers/host-detail';
import { findHost } from '@/lib/server/db/fleet/answers/host-list';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { findDocument, type IdentifiedDocument } from './find-document';
import { hostNotFound } from './internal';

/** A host at a moment: its row, how it was judged, and the snapshot that says so. */
export type KnownHost = {
  row: FleetRow;
  when: When;
  judgement: Judgement | null;
  document: IdentifiedDocument | null;
};

/** Another's host is not found. */
export async function findKnownHost(ctx: Ctx, { id, at }: GetHostInput): Promise<KnownHost> {
  await refuseForgotten(ctx, at);
  const when = whenOf(ctx, at);
  const question = { when, fabrics: fabricScope(ctx), filter: {} };
  const row = isUuid(id) ? await findHost(ctx.db, question, id) : null;
  if (row === null) throw hostNotFound();
  return knownHostOf(ctx, row, when);
}

/** What is known of a host behind its row. */
export async function knownHostOf(ctx: Ctx, row: FleetRow, when: When): Promise<KnownHost> {
  const judgement = await judgementOf(ctx, row);
  const document = judgement && (await findDocument(ctx.db, { hostId: row.id, when, judged: judgement }));
  return { row, when, judgement, document };
}

/** As it was judged when it was stored: a later rule does not rewrite what was shown. */
async function judgementOf(ctx: Ctx, row: FleetRow): Promise<Judgement | null> {
  const profile = row.profileId === null ? null : await readProfile(ctx.db, row.profileId);
  if (profile === null) return null;
  return {
    // Words of their vocabularies: ingest writes nothing else.
    attestationStatus: profile.attestationStatus as AttestationStatus | null,
    state: profile.judgedState as JudgedState,
    failingChecks: profile.failingChecks,
    inferredChecks: profile.inferredChecks,
    causes: profile.causes,
    contradictory: profile.contradictory,
  };
}
