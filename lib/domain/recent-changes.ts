/** How long a change counts as recent and is ranked by importance. */
export const RECENT_MS = 24 * 3_600_000;

/** A host that fails and recovers has switched twice; from this number on it is shown as flapping. */
export const FLAPPING_SWITCHES = 3;

export type RecentLine = {
  /** Milliseconds since the epoch, of its newest change. */
  at: number;
  hosts: number;
  /** Whether its hosts changed their state instead of being updated, enrolled or moved. */
  isTurn: boolean;
  /** Whether its hosts stopped being able. */
  isWorse: boolean;
};

/** Hosts that turned together come before single ones, so that a host that keeps turning never displaces a wave. */
function rankOf({ hosts, isTurn, isWorse }: RecentLine): number {
  const isWave = hosts > 1;
  if (isWave && isTurn) return isWorse ? 4 : 3;
  if (isWorse) return 2;
  return isWave ? 1 : 0;
}

const byWeight = (a: RecentLine, b: RecentLine) => rankOf(b) - rankOf(a) || b.hosts - a.hosts || b.at - a.at;

/** The most important lines that fit, and the newest of equally important ones; the result is newest first. */
export function heaviestLines<Line extends RecentLine>(lines: readonly Line[], limit: number): Line[] {
  return [...lines]
    .sort(byWeight)
    .slice(0, limit)
    .sort((a, b) => b.at - a.at);
}

type Replaced = { kind: string; from: string | null; to: string | null };
/**
 * The part of a wave that decides whether it caused another one. Times are ISO 8601 in UTC, which sort as
 * texts.
 */
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
 * Whether another wave names this one as its cause, so that one line shows both. Waves with the same number
 * of hosts count as waves of the same hosts if the replacement and its times agree, because the hosts' names
 * are not read here.
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
