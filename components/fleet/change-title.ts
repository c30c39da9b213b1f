import type { ChangeRow } from '@/lib/contracts/changes';
import { type ChangeTitle, factsOf, knownKind, titlesOf } from '@/lib/domain/change-kinds';

/** The sentences for changes, and one for kinds to come. */
export type Title = ChangeTitle | 'other';

/** `from` is where all hosts of a wave came from, null where they came from different states. */
type Told = Pick<ChangeRow, 'kind' | 'to' | 'gained' | 'fixed'> & { from: string | null };

/** Which causes the sentence names. */
export const causesTold = (
  title: Title,
  { gained, fixed }: Pick<Told, 'gained' | 'fixed'>,
): readonly string[] => (title === 'stillBetter' ? fixed : gained);

function titleOfTurn({ from, to, gained, fixed }: Told): Title {
  if (from === to && gained.length > 0) return 'stillAlso';
  if (from === to && fixed.length > 0) return 'stillBetter';
  return from === null || from === to ? 'turned' : 'went';
}

export function titleOf(told: Told): Title {
  const kind = knownKind(told.kind);
  if (kind === undefined) return 'other';
  if (factsOf(kind).alike === 'turn') return titleOfTurn(told);
  const [title, titleInPart = title] = titlesOf(kind);
  return told.from === null || told.to === null ? titleInPart : title;
}
