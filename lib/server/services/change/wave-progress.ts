import type { WaveProgress } from '@/lib/contracts/waves';
import { isStandingOpen, type Standing, standingOf } from '@/lib/domain/wave/progress';
import type { Wave } from '@/lib/domain/waves';
import type { Db } from '@/lib/server/db/client';
import { type HostStanding, standingOfIds } from '@/lib/server/db/fleet/answers/host-list';
import { laterTurnsOf } from '@/lib/server/db/fleet/answers/wave-hosts';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { firstOfEach, type WaveMember } from './waves';

export type StandingHost = { member: WaveMember; standing: Standing; row: HostStanding | null };

/** How the hosts of waves stand at a time: each wave's, once each. */
export async function standingsOf(
  db: Db,
  question: FleetQuestion,
  waves: readonly Wave<WaveMember>[],
): Promise<(wave: Wave<WaveMember>) => StandingHost[]> {
  const ids = [...new Set(waves.flatMap(({ members }) => members.map(({ hostId }) => hostId)))];
  const rows = new Map((await standingOfIds(db, question, ids)).map((row) => [row.id, row]));
  const from = new Date(Math.min(...waves.map((wave) => wave.from)));
  const later = await laterTurnsOf(db, ids, { from, to: momentOf(question.when) });
  return ({ members }) =>
    firstOfEach(members).map((member) => {
      const row = rows.get(member.hostId) ?? null;
      const turns = later.get(member.hostId) ?? [];
      const standing = standingOf({ turnedAt: member.at, state: row?.state ?? null, later: turns });
      return { member, standing, row };
    });
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
