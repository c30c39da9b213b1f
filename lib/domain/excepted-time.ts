/** When an exception that names the host was in force, in milliseconds, and the causes that it covers. */
export type CoveredSpan = { from: number; to: number; causes: readonly string[] };

export type FailingSpan = { from: number; to: number; causes: readonly string[] };

function coveredCauses(covered: readonly CoveredSpan[], at: number): Set<string> {
  return new Set(covered.filter(({ from, to }) => from <= at && at < to).flatMap(({ causes }) => causes));
}

/** How much of a host's failing time exceptions in force covered with every cause. */
export function exceptedMs(spans: readonly FailingSpan[], covered: readonly CoveredSpan[]): number {
  const turns = covered.flatMap(({ from, to }) => [from, to]);
  let sumMs = 0;
  for (const { from, to, causes } of spans) {
    if (causes.length === 0) continue;
    const bounds = [from, ...turns.filter((time) => time > from && time < to), to].sort((a, b) => a - b);
    for (const [index, start] of bounds.entries()) {
      const end = bounds[index + 1];
      if (end === undefined) break;
      const known = coveredCauses(covered, start);
      if (causes.every((cause) => known.has(cause))) sumMs += end - start;
    }
  }
  return sumMs;
}
