import { type CheckResultRow, checkResults } from '@/lib/domain/check-results';
import { readFacts } from '@/lib/domain/facts';
import type { Ctx } from '@/lib/server/context';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { inTurns } from '@/lib/util/loop-turns';
import { evidencePasts } from './evidence-past';
import { type KnownHost, knownHostsOf } from './find-known-host';

/** The result of each check with what the host itself says, for a host's page and for reports. */
export async function checksOfHost(ctx: Ctx, known: KnownHost): Promise<CheckResultRow[]> {
  const [checks = []] = await checksOfHosts(ctx, [known]);
  return checks;
}

/** Like `checksOfHost`, for many hosts at one moment, in their order, with as many statements as for one. */
export async function checksOfRows(
  ctx: Ctx,
  rows: readonly FleetRow[],
  when: When,
): Promise<CheckResultRow[][]> {
  return checksOfHosts(ctx, await knownHostsOf(ctx, rows, when));
}

async function checksOfHosts(ctx: Ctx, known: readonly KnownHost[]): Promise<CheckResultRow[][]> {
  const hosts = known.map((host) => ({ ...host, bootedAt: bootedAtHere(host) }));
  const pasts = await evidencePasts(ctx, hosts);
  return inTurns(hosts, ({ row, judgement, document, bootedAt }) =>
    checkResults({
      judgement,
      mode: row.attestationMode,
      reporting: row.reporting,
      facts: document?.facts ?? readFacts(null),
      host: { firmwareVersion: row.firmwareVersion },
      bootedAt,
      history: pasts.get(row.id),
    }),
  );
}

/** The last boot by this server's clock, which times of observation use too. */
function bootedAtHere({ row, document }: KnownHost): Date | null {
  if (!document?.bootedAt) return null;
  return new Date(document.bootedAt.getTime() - (row.clockOffsetMs ?? 0));
}
