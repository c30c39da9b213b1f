import type { Acknowledgement } from '@/lib/contracts/acknowledgement';
import { HostDetail } from '@/lib/contracts/fleet';
import { GetHostInput } from '@/lib/contracts/host-query';
import type { CheckResultRow } from '@/lib/domain/check-results';
import { isRenewalOverdue } from '@/lib/domain/credential';
import { readDiagnostics } from '@/lib/domain/explain/diagnostics';
import { readFacts } from '@/lib/domain/facts';
import { featureState, isOfOtherMachine } from '@/lib/domain/judge';
import { prerequisiteResults, type SnapshotTimes } from '@/lib/domain/prerequisites';
import { riskRows } from '@/lib/domain/risk-evidence';
import { seesIommu } from '@/lib/domain/sees-iommu';
import { verdict } from '@/lib/domain/verdict';
import type { Reporting } from '@/lib/domain/vocabulary';
import { verdictText } from '@/lib/i18n/verdict-text';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { acknowledgementAt } from '@/lib/server/db/fleet/answers/acknowledgement';
import { type HostFacts, readHostFacts } from '@/lib/server/db/fleet/answers/host-detail';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { HOST_LOCKED } from '@/lib/server/errors';
import { doersOf } from '@/lib/server/services/operator';
import { verb } from '@/lib/server/verbs/verb';
import { checksOfHost } from './checks-of-host';
import { findKnownHost, type KnownHost } from './find-known-host';
import { asOfText, toHostRow } from './internal';

/**
 * One host with what HGS says about it, what it says itself, and what to do. A host outside the caller's
 * fabrics is not found.
 */
export const getHost = verb({
  procedure: 'host.get',
  route: { at: 'GET /api/v1/hosts/:id' },
  summary: 'Shows one host with its checks, evidence and facts.',
  right: 'host.read',
  kind: 'query',
  input: GetHostInput,
  output: HostDetail,
  work: async ({ ctx, input }) => {
    const known = await findKnownHost(ctx, input);
    const { row, when, document } = known;
    const facts = await readHostFacts(ctx.db, {
      hostId: row.id,
      when,
      fabrics: fabricScope(ctx),
    });
    return {
      ...toHostRow(row),
      asOf: asOfText({ when }),
      fabricId: row.fabricId,
      enrolledAt: row.enrolledAt.toISOString(),
      ...factsOf(facts, row.reporting, ctx.now),
      // The two also differ between a new enrolment and its first snapshot.
      otherMachine: known.judgement && isOfOtherMachine(known.judgement) ? facts.otherMachine : null,
      acknowledgement: await acknowledgementOf(ctx, row.id, when),
      ...(await explain(ctx, known, isLocked(facts, row.reporting, when))),
      toldAt: document?.observedAt.toISOString() ?? null,
      ...(document?.raw ?? { hgsClient: null, facts: null, agent: null, host: null }),
    };
  },
});

async function acknowledgementOf(ctx: Ctx, hostId: string, when: When): Promise<Acknowledgement | null> {
  const found = await acknowledgementAt(ctx.db, hostId, momentOf(when));
  if (found === null) return null;
  const { text: reason, at, until, recordedBy } = found;
  const doer = await doersOf(ctx.db, [recordedBy]);
  return {
    ...{ reason, at: at.toISOString(), until: until?.toISOString() ?? null },
    by: doer(recordedBy),
  };
}

function factsOf(found: HostFacts, reporting: Reporting, now: Date) {
  const { lastRejection, lockedAt, reenrollUntil, overLimitSince, credentialIssuedAt, ...facts } = found;
  return {
    ...facts,
    lastRejection: lastRejection && { ...lastRejection, at: lastRejection.at.toISOString() },
    lockedAt: lockedAt?.toISOString() ?? null,
    reenrollUntil: reenrollUntil?.toISOString() ?? null,
    overLimitSince: overLimitSince?.toISOString() ?? null,
    credential: credentialIssuedAt && {
      issuedAt: credentialIssuedAt.toISOString(),
      isRenewalOverdue: isRenewalOverdue(credentialIssuedAt, { reporting, now }),
    },
  };
}

/**
 * Now the lock decides, whatever the host has sent since. At an earlier time only a snapshot that was refused
 * for the lock does.
 */
const isLocked = ({ lastRejection, lockedAt }: HostFacts, reporting: Reporting, when: When) =>
  'at' in when ? reporting === 'faulty' && lastRejection?.code === HOST_LOCKED : lockedAt !== null;

async function explain(
  ctx: Ctx,
  known: KnownHost,
  locked: boolean,
): Promise<Pick<HostDetail, 'checks' | 'seesIommu' | 'prerequisites' | 'risks' | 'verdict' | 'diagnostics'>> {
  const { row, judgement, document } = known;
  const facts = document?.facts ?? readFacts(null);
  const hgsClient = document?.hgsClient ?? null;
  const clockOffsetSeconds = row.clockOffsetMs === null ? null : row.clockOffsetMs / 1000;
  const snapshot = timesOf(document);
  const osVersion = document?.osVersion ?? null;
  const checks = await checksOfHost(ctx, known);
  const prerequisites = prerequisiteResults({
    reporting: row.reporting,
    hgsClient,
    facts,
    clockOffsetSeconds,
    osVersion,
    snapshot,
  });
  const found = verdict({
    state: row.state,
    reporting: row.reporting,
    locked,
    judgement,
    hgsClient,
    shieldedVms: row.shieldedVms,
    clockOffsetSeconds,
    feature: featureState(facts),
    disagreeing: checks.filter((check: CheckResultRow) => check.evidenceDisagrees).length,
    risks: row.risk.length,
  });
  const risks = riskRows(row.risk, { hgsClient, facts, clockOffsetSeconds, osVersion, snapshot });
  return {
    ...{ checks, prerequisites, risks, verdict: { ...found, text: verdictText('en', found) } },
    seesIommu: seesIommu(facts),
    diagnostics: readDiagnostics(facts),
  };
}

function timesOf(document: KnownHost['document']): SnapshotTimes | null {
  if (!document?.collectedAt) return null;
  return { collectedAt: document.collectedAt, observedAt: document.observedAt };
}
