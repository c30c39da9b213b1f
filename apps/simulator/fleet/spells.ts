import type { AttestationStatus, DocumentedCheck } from '@/lib/domain/vocabulary';

/** What ails a host: a check that HGS names, or a status that is no matter of checks. */
export type Trouble = DocumentedCheck | Exclude<AttestationStatus, 'Passed' | 'InsecureHostConfiguration'>;

/** Milliseconds since the epoch; `until` is not included, Infinity goes on. */
export type Span = { from: number; until: number };

export type Spell = Span & { trouble: Trouble };

export const DAY_MINUTES = 24 * 60;

export const isWithin = (time: number, { from, until }: Span): boolean => from <= time && time < until;

/** The story is told at 09:42; everything in it is so many minutes earlier. */
const STORY_MINUTE = 9 * 60 + 42;

/** Minutes before the story's present: `ago(0, '02:21')` is today at 02:21, `ago(1, …)` yesterday. */
export function ago(days: number, clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return days * DAY_MINUTES + STORY_MINUTE - (hours * 60 + minutes);
}
