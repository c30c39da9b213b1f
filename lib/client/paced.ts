type Options = {
  /** Begun at most once in this time. */
  everyMs: number;
  /** Later by up to this, always by the same: what asks for it asks in many browsers at the same instant. */
  spreadMs: number;
};

/** After an answer that took long it rests for as long, up to this. */
const LONGEST_REST_MS = 10_000;

/** Does `work` soon after it was asked for, and never twice at once, however often it is asked for. */
export function createPaced(work: () => Promise<unknown>, { everyMs, spreadMs }: Options) {
  const laterMs = Math.random() * spreadMs;
  let isAsked = false;
  let isUnderWay = false;
  let notBefore = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function plan(): void {
    if (!isAsked || isUnderWay || timer !== undefined) return;
    timer = setTimeout(begin, Math.max(laterMs, notBefore - performance.now()));
  }

  async function begin(): Promise<void> {
    timer = undefined;
    isAsked = false;
    isUnderWay = true;
    const begunAt = performance.now();
    // A failure is reported by the query itself.
    await work().catch(() => undefined);
    isUnderWay = false;
    const tookMs = performance.now() - begunAt;
    notBefore = begunAt + Math.max(everyMs, tookMs + Math.min(tookMs, LONGEST_REST_MS));
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
