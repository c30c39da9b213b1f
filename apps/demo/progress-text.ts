const TELL_EVERY_MS = 2_000;
/** A long run prints its progress less often. */
const TELL_LATER_EVERY_MS = 10_000;
const LATER_AFTER_MS = 60_000;

/** Tells a line that is made only when it is due. */
export function everySoOften(print: (line: string) => void) {
  const beganAt = performance.now();
  let toldAt = beganAt;
  return (line: () => string): void => {
    const now = performance.now();
    const everyMs = now - beganAt < LATER_AFTER_MS ? TELL_EVERY_MS : TELL_LATER_EVERY_MS;
    if (now - toldAt < everyMs) return;
    toldAt = now;
    print(line());
  };
}

export const dayText = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
export const hostsText = (count: number) => (count === 1 ? '1 host' : `${countText(count)} hosts`);
export const countText = (count: number) => count.toLocaleString('en');

type Pace = { share: number; done: number; elapsedMs: number };

/** The time left is told from either of these on: the slow beginning alone would make it too long. */
const TELL_LEFT_FROM = { share: 0.25, elapsedMs: 60_000 };

/** How far, how fast, and how long still: `43 %, 1,580,000 snapshots, 4,100 a second, about 8 min left`. */
export function paceText({ share, done, elapsedMs }: Pace, what: string): string {
  const percent = Math.floor(Math.min(1, share) * 100);
  const rate = Math.round(done / Math.max(0.001, elapsedMs / 1000));
  const isTold = share >= TELL_LEFT_FROM.share || (share > 0 && elapsedMs >= TELL_LEFT_FROM.elapsedMs);
  const leftMs = isTold ? (elapsedMs * (1 - Math.min(1, share))) / share : null;
  const left = leftMs === null ? '' : `, ${leftText(leftMs)} left`;
  return `${percent} %, ${countText(done)} ${what}, ${countText(rate)} a second${left}`;
}

function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}
