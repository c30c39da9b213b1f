import { MINUTE_MS } from '@/lib/util/durations';
import type { FleetHost } from './fleet';
import { isWithin } from './spells';
import { STORY_INTERVAL_SECONDS } from './story';

/** One run of a host's agent, in true time whatever its own clock says. */
export type Observation = { collectedMs: number; sentMs: number };

export type Window = {
  /** Sent after `fromMs`, and no later than `untilMs`. */
  fromMs: number;
  untilMs: number;
  intervalSeconds: number;
  /** What every phase is counted from. */
  presentMs: number;
};

/** Intervals longer than this belong to the sparse past, in which no host is late. */
const DENSE_SECONDS = 3_600;

type Grid = { phaseMs: number; periodMs: number; lagMs: number };

function gridOf(host: FleetHost, intervalSeconds: number): Grid {
  const intervalMs = intervalSeconds * 1000;
  if (intervalSeconds > DENSE_SECONDS)
    return { phaseMs: host.sparsePhase * intervalMs, periodMs: intervalMs, lagMs: 0 };
  const phaseMs = (host.phaseMinutes * MINUTE_MS * intervalSeconds) / STORY_INTERVAL_SECONDS;
  // Between 5/3 and 11/3 intervals old whenever one looks: always late, never silent.
  return host.isSlow
    ? { phaseMs, periodMs: 2 * intervalMs, lagMs: Math.round((5 * intervalMs) / 3) }
    : { phaseMs, periodMs: intervalMs, lagMs: 0 };
}

/** Every run whose snapshot is sent within the window, in the order of sending. */
export function observations(host: FleetHost, window: Window): Observation[] {
  const { fromMs, untilMs, intervalSeconds, presentMs } = window;
  const { phaseMs, periodMs, lagMs } = gridOf(host, intervalSeconds);
  const origin = presentMs - Math.round(phaseMs) + lagMs;
  const marks = host.marks.filter((mark) => fromMs < mark && mark <= untilMs);
  const found: Observation[] = marks.map((mark) => ({ collectedMs: mark, sentMs: mark }));
  const first = origin + (Math.floor((fromMs - origin) / periodMs) + 1) * periodMs;
  for (let sentMs = first; sentMs <= untilMs; sentMs += periodMs) {
    const collectedMs = sentMs - lagMs;
    // The agent has just run: its schedule does not start it twice within a minute.
    const isDouble = host.marks.some((mark) => Math.abs(mark - collectedMs) < MINUTE_MS);
    if (!isDouble) found.push({ collectedMs, sentMs });
  }
  return found
    .filter(({ collectedMs }) => !host.quiet.some((span) => isWithin(collectedMs, span)))
    .sort((a, b) => a.sentMs - b.sentMs);
}

/** The next run that is sent after `time`, or null for a host that has fallen silent for good. */
export function nextObservation(host: FleetHost, window: Omit<Window, 'untilMs'>): Observation | null {
  const intervals = 3;
  const untilMs = window.fromMs + intervals * window.intervalSeconds * 1000;
  return observations(host, { ...window, untilMs })[0] ?? null;
}
