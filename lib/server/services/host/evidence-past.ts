import { type EvidenceHistory, evidenceHistory } from '@/lib/domain/check-results';
import { evidenceFor } from '@/lib/domain/evidence';
import { isReportingNow } from '@/lib/domain/reporting';
import type { Check } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import { recentDocuments } from '@/lib/server/db/fleet/answers/host-detail';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { toReadDocument } from './find-document';
import type { KnownHost } from './find-known-host';

const PAGE = 25;
/** A host whose content differs in every snapshot fills these in about two days; most have a few a week. */
const MOST_DOCUMENTS = 200;

type Observation = { observedAt: Date; agrees: boolean | null };

/** Nothing older changes what is said: it was wrong then, or right at boot already. */
const isSettled = ({ observedAt, agrees }: Observation, bootedAt: Date): boolean =>
  agrees === false || (agrees === true && observedAt <= bootedAt);

/**
 * Since when the evidence of each failing check has been right, read as far back as it decides whether a
 * restart is pending. Each content is kept with the time it was first seen: evidence that came back is dated
 * too early and so never said to wait for a restart wrongly.
 */
export async function evidencePast(
  ctx: Ctx,
  { row, when, judgement, document }: KnownHost,
  bootedAt: Date | null,
): Promise<Record<string, EvidenceHistory> | undefined> {
  if (document === null || bootedAt === null || !isReportingNow(row.reporting)) return undefined;
  const host = { firmwareVersion: row.firmwareVersion };
  const past = new Map<Check, Observation[]>();
  for (const check of judgement?.failingChecks ?? [])
    if (evidenceFor(check, document.facts, host).agrees === true) past.set(check, []);
  const open = new Set(past.keys());
  for (let offset = 0; open.size > 0 && offset < MOST_DOCUMENTS; offset += PAGE) {
    const page = await recentDocuments(ctx.db, row.id, { until: momentOf(when), limit: PAGE, offset });
    for (const { observedAt, facts } of page.map(toReadDocument))
      for (const check of open) {
        const observation = { observedAt, agrees: evidenceFor(check, facts, host).agrees };
        past.get(check)?.push(observation);
        if (isSettled(observation, bootedAt)) open.delete(check);
      }
    if (page.length < PAGE) break;
  }
  return Object.fromEntries([...past].map(([check, seen]) => [check, evidenceHistory(seen.reverse())]));
}
