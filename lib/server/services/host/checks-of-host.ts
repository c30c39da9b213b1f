import { type CheckResultRow, checkResults } from '@/lib/domain/check-results';
import { readFacts } from '@/lib/domain/facts';
import type { Ctx } from '@/lib/server/context';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { evidencePast } from './evidence-past';
import { type KnownHost, knownHostOf } from './find-known-host';

/** What HGS said of each check, with what the host says itself: the same for a host's page and for reports. */
export async function checksOfHost(ctx: Ctx, known: KnownHost): Promise<CheckResultRow[]> {
  const { row, judgement, document } = known;
  const bootedAt = bootedAtHere(known);
  return checkResults({
    judgement,
    mode: row.attestationMode,
    reporting: row.reporting,
    facts: document?.facts ?? readFacts(null),
    host: { firmwareVersion: row.firmwareVersion },
    bootedAt,
    history: await evidencePast(ctx, known, bootedAt),
  });
}

export async function checksOfRow(ctx: Ctx, row: FleetRow, when: When): Promise<CheckResultRow[]> {
  return checksOfHost(ctx, await knownHostOf(ctx, row, when));
}

/** The last boot by this server's clock, as the times of observation are. */
function bootedAtHere({ row, document }: KnownHost): Date | null {
  if (!document?.bootedAt) return null;
  return new Date(document.bootedAt.getTime() - (row.clockOffsetMs ?? 0));
}
