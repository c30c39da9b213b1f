import type { Ctx } from '@/lib/server/context';
import { documentsBy, type SeenBoot } from '@/lib/server/db/fleet/answers/plan-hosts';
import { isRecord } from '@/lib/util/guards';
import { parseRfc3339 } from '@/lib/util/rfc3339';

type Moment = Pick<SeenBoot, 'hostId' | 'at'>;

export const bootKey = (hostId: string, at: Date): string => `${hostId} ${at.toISOString()}`;

/** So many documents are unpacked between two looks at what else there is to do. */
const AT_ONCE = 200;

/** When these hosts had booted last, by what they had said by a moment. */
export async function bootsOf({ db }: Ctx, asked: readonly Moment[]): Promise<Map<string, Date | null>> {
  const found = new Map<string, Date | null>();
  for (let from = 0; from < asked.length; from += AT_ONCE)
    for (const seen of await documentsBy(db, asked.slice(from, from + AT_ONCE)))
      found.set(bootKey(seen.hostId, seen.at), bootOf(seen));
  return found;
}

/** The host says it by its own clock. When it said so is known by both clocks, and gives the time by that of this server. */
function bootOf({ observedAt, item }: SeenBoot): Date | null {
  const { bootedAt, collectedAt }: Record<string, unknown> = isRecord(item) ? item : {};
  const booted = parseRfc3339(bootedAt);
  if (booted === null) return null;
  return new Date(booted + observedAt.getTime() - (parseRfc3339(collectedAt) ?? observedAt.getTime()));
}
