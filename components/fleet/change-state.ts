import type { ChangeRow } from '@/lib/contracts/changes';
import { factsOf } from '@/lib/domain/change-kinds';
import { isState, type State } from '@/lib/domain/vocabulary';

/** The state that a change led to, whose glyph and colour it has; null for one that is of no state. */
export function changeState({ kind, to }: Pick<ChangeRow, 'kind' | 'to'>): State | null {
  return factsOf(kind).looksLike ?? (isState(to) ? to : null);
}
