import { validate as isUuid } from 'uuid';
import type { GetHostInput } from '@/lib/contracts/host-query';
import type { Judgement } from '@/lib/domain/judge';
import type { AttestationStatus, JudgedState } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { readProfiles } from '@/lib/server/db/fleet/answers/host-detail';
import { findHost } from '@/lib/server/db/fleet/answers/host-list';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { findDocuments, type IdentifiedDocument } from './find-document';
import { hostNotFound } from './internal';

/** A host at a moment: its row, its judgement, and the snapshot behind it. */
export type KnownHost = {
  row: FleetRow;
  when: When;
  judgement: Judgement | null;
  document: IdentifiedDocument | null;
};

/** A host outside the caller's fabrics is not found. */
export async function findKnownHost(ctx: Ctx, { id, at }: GetHostInput): Promise<KnownHost> {
  await refuseForgotten(ctx, at);
  const when = whenOf(ctx, at);
  const question = { when, fabrics: fabricScope(ctx), filter: {} };
  const row = isUuid(id) ? await findHost(ctx.db, question, id) : null;
  if (row === null) throw hostNotFound();
  const [known] = await knownHostsOf(ctx, [row], when);
  if (known === undefined) throw hostNotFound();
  return known;
}

/** Reads what is known about the hosts of these rows, in their order. */
export async function knownHostsOf(ctx: Ctx, rows: readonly FleetRow[], when: When): Promise<KnownHost[]> {
  const judgements = await judgementsOf(ctx, rows);
  const judged = rows.flatMap(({ id: hostId }) => {
    const judgement = judgements.get(hostId);
    return judgement === undefined ? [] : [{ hostId, judged: judgement }];
  });
  const documents = await findDocuments(ctx.db, judged, when);
  return rows.map((row) => ({
    row,
    when,
    judgement: judgements.get(row.id) ?? null,
    document: documents.get(row.id) ?? null,
  }));
}

/** The judgements as they were stored: a later rule does not change what was shown. */
async function judgementsOf(ctx: Ctx, rows: readonly FleetRow[]): Promise<Map<string, Judgement>> {
  const profiles = await readProfiles(
    ctx.db,
    rows.flatMap(({ profileId }) => profileId ?? []),
  );
  const found = new Map<string, Judgement>();
  for (const { id, profileId } of rows) {
    const profile = profiles.get(profileId ?? '');
    if (profile !== undefined) found.set(id, toJudgement(profile));
  }
  return found;
}

type Profile = NonNullable<ReturnType<Awaited<ReturnType<typeof readProfiles>>['get']>>;

const toJudgement = (profile: Profile): Judgement => ({
  // The words come from their vocabularies: ingest writes nothing else.
  attestationStatus: profile.attestationStatus as AttestationStatus | null,
  state: profile.judgedState as JudgedState,
  failingChecks: profile.failingChecks,
  inferredChecks: profile.inferredChecks,
  causes: profile.causes,
  contradictory: profile.contradictory,
});
