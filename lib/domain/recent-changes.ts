/** How far back what happened is recent, and is told by its weight. */
export const RECENT_MS = 24 * 3_600_000;

/** A host that fails and recovers has switched twice; one that goes on is told as one that does not settle. */
export const FLAPPING_SWITCHES = 3;

export type RecentLine = {
  /** Milliseconds since the epoch: of its newest change. */
  at: number;
  hosts: number;
  /** Whether its hosts are in another state since, rather than updated, enrolled or moved. */
  isTurn: boolean;
  /** Whether its hosts stopped being able. */
  isWorse: boolean;
};

/** Hosts that turned together come before single ones, so that no host however often it turns stands in the place of a wave. */
function rankOf({ hosts, isTurn, isWorse }: RecentLine): number {
  const isWave = hosts > 1;
  if (isWave && isTurn) return isWorse ? 4 : 3;
  if (isWorse) return 2;
  return isWave ? 1 : 0;
}

const byWeight = (a: RecentLine, b: RecentLine) => rankOf(b) - rankOf(a) || b.hosts - a.hosts || b.at - a.at;

/** The lines that there is room for, the newest first: the heaviest, and of equal ones the newest. */
export function heaviestLines<Line extends RecentLine>(lines: readonly Line[], limit: number): Line[] {
  return [...lines]
    .sort(byWeight)
    .slice(0, limit)
    .sort((a, b) => b.at - a.at);
}

type Replaced = { kind: string; from: string | null; to: string | null };
/** What a wave says that tells whether it is the cause of another. Times are ISO 8601 in UTC, which sort as texts. */
type WaveWithCauses = {
  fabric: string;
  hosts: number;
  change: Replaced;
  startedAt: string;
  endedAt: string;
  /** What was replaced on every one of its hosts right before they turned. */
  precededBy: readonly (Replaced & { startedAt: string; endedAt: string })[];
};

/**
 * Whether another wave names this one as its cause, so that the two are told in one line. Waves of equal hosts are taken for
 * waves of the same hosts where what was replaced and when agree, since the names of the hosts are not read here.
 */
export const isCauseOfAnother = (wave: WaveWithCauses, waves: readonly WaveWithCauses[]): boolean =>
  waves.some(
    ({ fabric, hosts, precededBy }) =>
      fabric === wave.fabric && hosts === wave.hosts && precededBy.some((cause) => isTheWave(cause, wave)),
  );

const isTheWave = (
  cause: WaveWithCauses['precededBy'][number],
  { change, startedAt, endedAt }: WaveWithCauses,
): boolean =>
  cause.kind === change.kind &&
  cause.from === change.from &&
  cause.to === change.to &&
  cause.startedAt <= startedAt &&
  endedAt <= cause.endedAt;
