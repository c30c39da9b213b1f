/** A stretch of the past in which hosts send every `intervalSeconds` and are told `toldSeconds` in answer. */
export type Leg = {
  fromMs: number;
  untilMs: number;
  intervalSeconds: number;
  toldSeconds: number;
  /** The interval that their last snapshots in it vouch for. */
  vouchedSeconds: number;
};

/** Hosts were told 12 hours until two days ago: 90 days of a whole fleet are then written in a minute. */
export const SPARSE_SECONDS = 12 * 3_600;
const DENSE_MS = 2 * 86_400_000;
/** A gap that is only a little longer than two days is simply filled. */
const WORTH_SPARSE_MS = 86_400_000;

type Gap = {
  fromMs: number;
  untilMs: number;
  presentMs: number;
  denseSeconds: number;
  /** The interval that the hosts' last snapshots vouch for. */
  vouchedSeconds: number;
};

/** How to fill what is missing. Whatever lies before the story's present is filled as the story needs it. */
export function legsOf({ fromMs, untilMs, presentMs, denseSeconds, vouchedSeconds }: Gap): Leg[] {
  if (untilMs <= fromMs) return [];
  if (fromMs < presentMs && presentMs < untilMs) {
    const before = legsOf({ fromMs, untilMs: presentMs, presentMs, denseSeconds, vouchedSeconds });
    const vouched = before.at(-1)?.vouchedSeconds ?? vouchedSeconds;
    const after = { fromMs: presentMs, untilMs, presentMs, denseSeconds, vouchedSeconds: vouched };
    return [...before, ...legsOf(after)];
  }
  const end = untilMs <= presentMs ? presentMs : untilMs;
  const denseFrom = Math.min(untilMs, end - DENSE_MS);
  const legs: Leg[] = [];
  let at = fromMs;
  const add = (until: number, intervalSeconds: number, toldSeconds: number, vouchedSeconds = toldSeconds) => {
    if (until > at) legs.push({ fromMs: at, untilMs: until, intervalSeconds, toldSeconds, vouchedSeconds });
    at = Math.max(at, until);
  };
  if (denseFrom - fromMs > WORTH_SPARSE_MS || vouchedSeconds === SPARSE_SECONDS) {
    if (vouchedSeconds !== SPARSE_SECONDS) {
      // The first snapshot is answered with 12 hours; only the second vouches for that long.
      add(fromMs + denseSeconds * 1000, denseSeconds, SPARSE_SECONDS, denseSeconds);
      add(fromMs + 2 * denseSeconds * 1000, denseSeconds, SPARSE_SECONDS);
    }
    add(denseFrom, SPARSE_SECONDS, SPARSE_SECONDS);
  }
  add(untilMs, denseSeconds, denseSeconds);
  return legs;
}

/** Cuts a leg so that in one slice of it each host sends so many snapshots. */
export function slicesOf(leg: Leg, reportsPerHost: number): Leg[] {
  const each = reportsPerHost * leg.intervalSeconds * 1000;
  const slices: Leg[] = [];
  for (let fromMs = leg.fromMs; fromMs < leg.untilMs; fromMs += each)
    slices.push({ ...leg, fromMs, untilMs: Math.min(leg.untilMs, fromMs + each) });
  return slices;
}

/** How many snapshots hosts that are never silent send in it. */
export const expectedReports = (leg: Leg, hosts: number): number =>
  (hosts * (leg.untilMs - leg.fromMs)) / (leg.intervalSeconds * 1000);
