import type { CheckRow } from '@/lib/contracts/fleet';

type Evidence = CheckRow['evidence'];

/** How much of the evidence fits beside a check's name. */
const SUMMARY_LINES = 3;

/** What disagrees first, since it explains the most; then what could not be read. */
export function evidenceSummary(evidence: Evidence, unread: readonly string[], notSet: string): string {
  const told = evidence.filter(isTold);
  const textOf = (lines: Evidence) => lines.map(({ label, seen }) => `${label} = ${seen ?? notSet}`);
  const against = textOf(told.filter(({ agrees }) => agrees === false));
  const others = textOf(told.filter(({ agrees }) => agrees !== false));
  return [...against, ...unread, ...others].slice(0, SUMMARY_LINES).join(', ');
}

/** Many values are not set on a plain host: only those that something rests on are worth the room. */
const isTold = ({ seen, absent, required, agrees }: Evidence[number]) =>
  seen !== null || (absent === true && (required !== null || agrees === false));
