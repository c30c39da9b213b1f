import type { WaveProgress } from '@/lib/contracts/waves';
import { isStandingOpen, type Standing, standingOf } from '@/lib/domain/wave/progress';
import type { Db } from '@/lib/server/db/client';
import { type HostStanding, standingOfIds } from '@/lib/server/db/fleet/answers/host-list';
import { laterTurnsOf } from '@/lib/server/db/fleet/answers/wave-hosts';
import type { TurnedHost } from '@/lib/server/db/fleet/answers/waves';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';

type Turned = Pick<TurnedHost, 'hostId' | 'at'>;

export type StandingHost<Host extends Turned = TurnedHost> = {
  turned: Host;
  standing: Standing;
  row: HostStanding | null;
};

/** The state of the hosts of waves at a time, in the order of the input. */
export async function standingsOf<Host extends Turned>(
  db: Db,
  question: FleetQuestion,
  waves: readonly (readonly Host[])[],
): Promise<StandingHost<Host>[][]> {
  const turned = waves.flat();
  if (turned.length === 0) return waves.map(() => []);
  const ids = [...new Set(turned.map(({ hostId }) => hostId))];
  const rows = new Map((await standingOfIds(db, question, ids)).map((row) => [row.id, row]));
  const from = new Date(
    turned.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY),
  );
  const later = await laterTurnsOf(db, ids, { from, to: momentOf(question.when) });
  const standing = (host: Host): StandingHost<Host> => {
    const row = rows.get(host.hostId) ?? null;
    const turns = later.get(host.hostId) ?? [];
    return {
      turned: host,
      row,
      standing: standingOf({ turnedAt: host.at, state: row?.state ?? null, later: turns }),
    };
  };
  return waves.map((hosts) => hosts.map(standing));
}

export function progressOf(hosts: readonly StandingHost[]): WaveProgress {
  const count = (word: Standing) => hosts.filter(({ standing }) => standing === word).length;
  const open = hosts.filter(({ standing }) => isStandingOpen(standing));
  const vmsOf = (some: readonly StandingHost[]) =>
    some.reduce((sum, { row }) => sum + (row?.shieldedVms ?? 0), 0);
  const silent = open.filter(({ row }) => row?.state === 'Silent');
  return {
    failing: count('failing'),
    silent: count('silent'),
    regressed: count('regressed'),
    proven: count('proven'),
    gone: count('gone'),
    vmsBlocked: vmsOf(open.filter((host) => !silent.includes(host))),
    vmsUnverified: vmsOf(silent),
    isOpen: open.length > 0,
  };
}
