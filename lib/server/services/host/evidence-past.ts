import { type EvidenceHistory, evidenceHistory } from '@/lib/domain/check-results';
import { evidenceFor } from '@/lib/domain/evidence';
import { isReportingNow } from '@/lib/domain/reporting';
import type { Check } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import { recentDocuments, unpacked } from '@/lib/server/db/fleet/answers/host-detail';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { loopTurns } from '@/lib/util/loop-turns';
import { type ReadDocument, toReadDocument } from './find-document';
import type { KnownHost } from './find-known-host';

const PAGE = 25;
/** A host whose content differs in every snapshot fills these in about two days; most hosts have a few a week. */
const MOST_DOCUMENTS = 200;

type Observation = { observedAt: Date; agrees: boolean | null };

/** Whether older evidence can no longer change the result: the check was wrong then, or already right at boot. */
const isSettled = ({ observedAt, agrees }: Observation, bootedAt: Date): boolean =>
  agrees === false || (agrees === true && observedAt <= bootedAt);

/**
 * The failing checks of a host whose evidence is right now, and what has been read about each so far, newest
 * first.
 */
type Search = {
  hostId: string;
  host: { firmwareVersion: string | null };
  bootedAt: Date;
  past: Map<Check, Observation[]>;
  /** The checks for which older evidence may still change the result. */
  open: Set<Check>;
};

/** A host with its last boot by this server's clock, which times of observation use too. */
export type Booted = KnownHost & { bootedAt: Date | null };

/**
 * Since when the evidence of each failing check has been right, by host, as far back as it decides whether a
 * restart is pending. Each content is stored with the time at which it was first seen: evidence that returned
 * is dated too early, so it never wrongly says that a restart is pending. All hosts are of one moment and are
 * read together, page by page.
 */
export async function evidencePasts(
  ctx: Ctx,
  known: readonly Booted[],
): Promise<Map<string, Record<string, EvidenceHistory>>> {
  const searches = known.flatMap(searchOf);
  const until = momentOf(known[0]?.when ?? { at: ctx.now });
  const turns = loopTurns();
  for (let offset = 0; offset < MOST_DOCUMENTS; offset += PAGE) {
    const open = searches.filter((search) => search.open.size > 0);
    const ids = open.map(({ hostId }) => hostId);
    const pages = await recentDocuments(ctx.db, ids, { until, limit: PAGE, offset });
    for (const search of open) {
      const page = pages.get(search.hostId) ?? [];
      for (const packed of page) {
        if (turns.isOver()) await turns.take();
        observe(search, toReadDocument(unpacked(packed)));
      }
      if (page.length < PAGE) search.open.clear();
    }
  }
  return new Map(searches.map(({ hostId, past }) => [hostId, historyOf(past)]));
}

function searchOf({ row, judgement, document, bootedAt }: Booted): Search[] {
  if (document === null || bootedAt === null || !isReportingNow(row.reporting)) return [];
  const host = { firmwareVersion: row.firmwareVersion };
  const past = new Map<Check, Observation[]>();
  for (const check of judgement?.failingChecks ?? [])
    if (evidenceFor(check, document.facts, host).agrees === true) past.set(check, []);
  return [{ hostId: row.id, host, bootedAt, past, open: new Set(past.keys()) }];
}

function observe({ host, bootedAt, past, open }: Search, { observedAt, facts }: ReadDocument): void {
  for (const check of open) {
    const observation = { observedAt, agrees: evidenceFor(check, facts, host).agrees };
    past.get(check)?.push(observation);
    if (isSettled(observation, bootedAt)) open.delete(check);
  }
}

const historyOf = (past: Search['past']): Record<string, EvidenceHistory> =>
  Object.fromEntries([...past].map(([check, seen]) => [check, evidenceHistory(seen.reverse())]));
