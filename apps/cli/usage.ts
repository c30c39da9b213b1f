import { LEAST_EXPIRY_SECONDS } from '@/lib/contracts/administration';
import { isTellableTime, parseTime } from '@/lib/util/rfc3339';

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The command line itself is wrong: exit code 2, and the help of what was meant. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** `90d`, `24h`, `30m`, `45s`. */
export function parseDuration(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new UsageError(`--${option} takes a time such as 24h or 90d, not "${text}"`);
  return Number(count) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
}

/** How long a secret is to be valid. The bounds are the verbs' own, named here by the option that was given. */
export function parseExpiry(text: string, mostDays: number): number {
  const seconds = parseDuration('expires', text);
  if (seconds < LEAST_EXPIRY_SECONDS || seconds > mostDays * UNIT_SECONDS.d)
    throw new UsageError(`--expires must be from ${LEAST_EXPIRY_SECONDS}s to ${mostDays}d, not "${text}"`);
  return seconds;
}

/** A time (RFC 3339), or how long ago. */
export function parseSince(option: string, text: string, now: Date): Date {
  if (/^\d+[smhd]$/.test(text)) return new Date(now.getTime() - parseDuration(option, text) * 1_000);
  const time = parseTime(text);
  if (time === null || !isTellableTime(time))
    throw new UsageError(
      `--${option} takes a time such as 7d or 2026-11-24T09:32Z (with its zone), not "${text}"`,
    );
  return new Date(time);
}
