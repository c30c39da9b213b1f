import { isAble } from '@/lib/domain/judge';
import type { State } from '@/lib/domain/vocabulary';

/** The standing of a host of a wave: only a later snapshot proves a repair. */
export const STANDINGS = ['failing', 'silent', 'regressed', 'proven', 'gone'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A later turn of the host: able again, or failing by a cause that had been fixed. */
export type LaterTurn = { at: number; kind: 'able' | 'regression' };

type Asked = {
  turnedAt: number;
  /** Null if the host is no longer in the fleet. */
  state: State | null;
  later: readonly LaterTurn[];
};

export function standingOf({ turnedAt, state, later }: Asked): Standing {
  if (state === null) return 'gone';
  if (isAble(state)) return 'proven';
  const able = later.filter(({ kind, at }) => kind === 'able' && at > turnedAt).map(({ at }) => at);
  const since = Math.min(...able);
  const isBack = later.some(({ kind, at }) => kind === 'regression' && at > since);
  if (isBack) return 'regressed';
  // It fails by something else: the problem of this wave had been fixed.
  if (able.length > 0) return 'proven';
  return state === 'Silent' ? 'silent' : 'failing';
}

/** A wave is open until each of its hosts is proven or has left the fleet. */
export const isStandingOpen = (standing: Standing): boolean => standing !== 'proven' && standing !== 'gone';
