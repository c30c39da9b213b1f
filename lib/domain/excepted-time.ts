/** A version of an exception: of each exception the newest valid at a time is in force then. Milliseconds. */
export type ExceptionVersion = {
  exceptionId: string;
  validFrom: number;
  endsAt: number;
  causes: readonly string[];
  /** Approved, not withdrawn, and naming the host that is asked for. */
  isGranted: boolean;
};

export type FailingSpan = { from: number; to: number; causes: readonly string[] };

/** `versions` oldest first, so that of two valid at one time the later decides. */
function coveredCauses(versions: readonly ExceptionVersion[], at: number): Set<string> {
  const newest = new Map<string, ExceptionVersion>();
  for (const version of versions) if (version.validFrom <= at) newest.set(version.exceptionId, version);
  const inForce = [...newest.values()].filter((version) => version.isGranted && version.endsAt > at);
  return new Set(inForce.flatMap(({ causes }) => causes));
}

/** How much of the time in which a host failed every cause of it was covered by an exception in force. */
export function exceptedMs(spans: readonly FailingSpan[], versions: readonly ExceptionVersion[]): number {
  const turns = versions.flatMap(({ validFrom, endsAt }) => [validFrom, endsAt]);
  let sumMs = 0;
  for (const { from, to, causes } of spans) {
    if (causes.length === 0) continue;
    const bounds = [from, ...turns.filter((time) => time > from && time < to), to].sort((a, b) => a - b);
    for (const [index, start] of bounds.entries()) {
      const end = bounds[index + 1];
      if (end === undefined) break;
      const covered = coveredCauses(versions, start);
      if (causes.every((cause) => covered.has(cause))) sumMs += end - start;
    }
  }
  return sumMs;
}
