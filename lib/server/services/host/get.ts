import type { HostDetail } from '@/lib/contracts/fleet';
import type { GetHostInput } from '@/lib/contracts/host-query';
import {
  type CheckResultRow,
  checkResults,
  type EvidenceHistory,
  evidenceHistory,
} from '@/lib/domain/check-results';
import { evidenceFor } from '@/lib/domain/evidence';
import { readFacts } from '@/lib/domain/facts';
import type { Judgement } from '@/lib/domain/judge';
import { prerequisiteResults } from '@/lib/domain/prerequisites';
import { isReportingNow } from '@/lib/domain/reporting';
import { verdict } from '@/lib/domain/verdict';
import type { AttestationStatus, JudgedState } from '@/lib/domain/vocabulary';
import { verdictText } from '@/lib/i18n/verdict-text';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { readHostFacts, readProfile, recentDocuments } from '@/lib/server/db/fleet/detail';
import { type FleetRow, findHost } from '@/lib/server/db/fleet/host-rows';
import { momentOf, type When } from '@/lib/server/db/fleet/when';
import { DOCUMENTS_BACK, findDocument, type ReadDocument, toReadDocument } from './document';
import { asOfText, hostNotFound, isUuid, toHostRow, whenOf } from './internal';

/** One host with what HGS said of it, what it says of itself, and what to do. Another's host is not found. */
export async function getHost({ ctx, input }: Verb<GetHostInput>): Promise<HostDetail> {
  authorize(ctx, 'host.read');
  const when = whenOf(ctx, input.at);
  const row = isUuid(input.id) ? await findHost(ctx.db, { when, fabrics: fabricScope(ctx) }, input.id) : null;
  if (row === null) throw hostNotFound();
  const judgement = await judgementOf(ctx, row);
  const document = judgement && (await findDocument(ctx.db, { hostId: row.id, when, judged: judgement }));
  const { toldIntervalSeconds, lastRejection } = await readHostFacts(ctx.db, row.id, when);
  return {
    ...toHostRow(row),
    asOf: asOfText({ when }),
    fabricId: row.fabricId,
    enrolledAt: row.enrolledAt.toISOString(),
    toldIntervalSeconds,
    lastRejection: lastRejection && { ...lastRejection, at: lastRejection.at.toISOString() },
    ...(await explain(ctx, { row, when, judgement, document })),
    ...(document?.raw ?? { hgsClient: null, facts: null, agent: null, host: null }),
  };
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

type Known = { row: FleetRow; when: When; judgement: Judgement | null; document: ReadDocument | null };

async function explain(
  ctx: Ctx,
  known: Known,
): Promise<Pick<HostDetail, 'checks' | 'prerequisites' | 'verdict'>> {
  const { row, judgement, document } = known;
  const facts = document?.facts ?? readFacts(null);
  const hgsClient = document?.hgsClient ?? null;
  const clockOffsetSeconds = row.clockOffsetMs === null ? null : row.clockOffsetMs / 1000;
  const checks = checkResults({
    judgement,
    mode: row.mode,
    reporting: row.reporting,
    facts,
    host: { firmwareVersion: row.firmwareVersion },
    bootedAt: bootedAtHere(known),
    history: await evidencePast(ctx, known),
  });
  const prerequisites = prerequisiteResults({
    reporting: row.reporting,
    hgsClient,
    facts,
    clockOffsetSeconds,
  });
  const found = verdict({
    state: row.state,
    reporting: row.reporting,
    judgement,
    hgsClient,
    shieldedVms: row.shieldedVms,
    clockOffsetSeconds,
    disagreeing: checks.filter((check: CheckResultRow) => check.evidenceDisagrees).length,
    risks: prerequisites.filter(({ result }) => result === 'failing').length,
  });
  return { checks, prerequisites, verdict: { ...found, text: verdictText('en', found) } };
}

/** The last boot by this server's clock, as the times of observation are. */
function bootedAtHere({ row, document }: Known): Date | null {
  if (!document?.bootedAt) return null;
  return new Date(document.bootedAt.getTime() - (row.clockOffsetMs ?? 0));
}

/**
 * Since when the evidence of each failing check has been right. Each content is kept with the time it was
 * first seen: evidence that came back is dated too early and so never said to wait for a restart wrongly.
 */
async function evidencePast(
  ctx: Ctx,
  { row, when, judgement, document }: Known,
): Promise<Record<string, EvidenceHistory> | undefined> {
  const failing = judgement?.failingChecks ?? [];
  if (document === null || failing.length === 0 || !isReportingNow(row.reporting)) return undefined;
  const back = await recentDocuments(ctx.db, row.id, { until: momentOf(when), limit: DOCUMENTS_BACK });
  const past = back.reverse().map(toReadDocument);
  const host = { firmwareVersion: row.firmwareVersion };
  const histories = failing.map((check) => [
    check,
    evidenceHistory(
      past.map(({ observedAt, facts }) => ({ observedAt, agrees: evidenceFor(check, facts, host).agrees })),
    ),
  ]);
  return Object.fromEntries(histories);
}
