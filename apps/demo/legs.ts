/** A stretch of the past in which hosts report every `intervalSeconds` and are told `toldSeconds` in answer. */
export type Leg = { fromMs: number; untilMs: number; intervalSeconds: number; toldSeconds: number };

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
  /** What the hosts were told last. */
  toldSeconds: number;
};

/** How to fill what is missing. Whatever lies before the story's present is filled as the story needs it. */
export function legsOf({ fromMs, untilMs, presentMs, denseSeconds, toldSeconds }: Gap): Leg[] {
  if (untilMs <= fromMs) return [];
  if (fromMs < presentMs && presentMs < untilMs) {
    const before = legsOf({ fromMs, untilMs: presentMs, presentMs, denseSeconds, toldSeconds });
    const told = before.at(-1)?.toldSeconds ?? toldSeconds;
    const after = { fromMs: presentMs, untilMs, presentMs, denseSeconds, toldSeconds: told };
    return [...before, ...legsOf(after)];
  }
  const end = untilMs <= presentMs ? presentMs : untilMs;
  const denseFrom = Math.min(untilMs, end - DENSE_MS);
  const legs: Leg[] = [];
  let at = fromMs;
  const add = (until: number, intervalSeconds: number, told: number) => {
    if (until > at) legs.push({ fromMs: at, untilMs: until, intervalSeconds, toldSeconds: told });
    at = Math.max(at, until);
  };
  if (denseFrom - fromMs > WORTH_SPARSE_MS || toldSeconds === SPARSE_SECONDS) {
    // The first report is answered with 12 hours; only the second vouches for that long.
    const bridges = toldSeconds === SPARSE_SECONDS ? 0 : 2;
    for (let bridge = 1; bridge <= bridges; bridge += 1)
      add(fromMs + bridge * denseSeconds * 1000, denseSeconds, SPARSE_SECONDS);
    add(denseFrom, SPARSE_SECONDS, SPARSE_SECONDS);
  }
  add(untilMs, denseSeconds, denseSeconds);
  return legs;
}

/** Cuts a leg so that one slice of it holds about `reports` reports of `hosts` hosts. */
export function slicesOf(leg: Leg, hosts: number, reports: number): Leg[] {
  const each = Math.max(1, Math.floor(reports / hosts)) * leg.intervalSeconds * 1000;
  const slices: Leg[] = [];
  for (let fromMs = leg.fromMs; fromMs < leg.untilMs; fromMs += each)
    slices.push({ ...leg, fromMs, untilMs: Math.min(leg.untilMs, fromMs + each) });
  return slices;
}
