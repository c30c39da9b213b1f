type Options = {
  /** Begun at most once in this time. */
  everyMs: number;
  /** Later by up to this: what asks for it asks in many browsers at the same instant. */
  spreadMs: number;
};

/** Where an answer takes long, it is asked for less often: for so many times as long nothing is asked, up to a limit. */
const REST_FACTOR = 3;
const LONGEST_REST_MS = 10_000;

/** Does `work` soon after it was asked for, and never twice at once, however often it is asked for. */
export function createPaced(work: () => Promise<unknown>, { everyMs, spreadMs }: Options) {
  let isAsked = false;
  let isUnderWay = false;
  let notBefore = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(): void {
    if (!isAsked || isUnderWay || timer !== undefined) return;
    const restMs = Math.max(0, notBefore - performance.now());
    timer = setTimeout(begin, restMs + Math.random() * spreadMs);
  }

  async function begin(): Promise<void> {
    timer = undefined;
    isAsked = false;
    isUnderWay = true;
    const begunAt = performance.now();
    // Who is asked says itself that it did not answer.
    await work().catch(() => undefined);
    isUnderWay = false;
    const tookMs = performance.now() - begunAt;
    notBefore =
      performance.now() + Math.max(everyMs - tookMs, Math.min(REST_FACTOR * tookMs, LONGEST_REST_MS));
    // Asked for meanwhile: what was answered may be from before that.
    plan();
  }

  return {
    ask: () => {
      isAsked = true;
      plan();
    },
    end: () => {
      isAsked = false;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
