import { cva } from 'class-variance-authority';
import type { MapKind } from '@/components/fabric/map-kinds';
import type { State } from '@/lib/domain/vocabulary';

const PLACES = ['kind1', 'kind2', 'kind3', 'kind4', 'kind5', 'kind6', 'kind7', 'kind8'] as const;
const AGES = ['hour', 'day', 'week', 'month', 'older'] as const;

/** How a cell is drawn: an edge, a face within it unless the edge fills the cell, and on it a glyph or a letter. */
export type Look =
  | ('passed' | 'silent' | 'hollow' | 'full' | 'none' | 'notKnown')
  | ((typeof PLACES)[number] | (typeof AGES)[number]);

export const edge = cva(null, {
  variants: {
    look: {
      passed: 'fill-passed stroke-passed unvouched:fill-silent unvouched:stroke-silent',
      silent: 'fill-silent stroke-silent',
      hollow: 'fill-state stroke-state',
      full: 'fill-state stroke-state',
      none: 'fill-line-2 stroke-line-2',
      notKnown: 'fill-silent stroke-silent',
      kind1: 'fill-kind-1 stroke-kind-1',
      kind2: 'fill-kind-2 stroke-kind-2',
      kind3: 'fill-kind-3 stroke-kind-3',
      kind4: 'fill-kind-4 stroke-kind-4',
      kind5: 'fill-kind-5 stroke-kind-5',
      kind6: 'fill-kind-6 stroke-kind-6',
      kind7: 'fill-kind-7 stroke-kind-7',
      kind8: 'fill-kind-8 stroke-kind-8',
      // How long ago: the longer, the darker.
      hour: 'fill-line-2 stroke-line-2',
      day: 'fill-ink stroke-ink opacity-20',
      week: 'fill-ink stroke-ink opacity-35',
      month: 'fill-ink stroke-ink opacity-75',
      older: 'fill-ink stroke-ink',
    } satisfies Record<Look, string>,
  },
});

export type FacedLook = 'passed' | 'silent' | 'hollow' | 'none' | 'notKnown' | 'hour';

export const face = cva(null, {
  variants: {
    look: {
      passed: 'fill-passed-soft stroke-passed-soft unvouched:fill-surface unvouched:stroke-surface',
      silent: 'fill-surface stroke-surface',
      hollow: 'fill-surface stroke-surface',
      none: 'fill-surface stroke-surface',
      notKnown: 'fill-surface stroke-surface',
      hour: 'fill-raised stroke-raised',
    } satisfies Record<FacedLook, string>,
  },
});

export const isFaced = (look: Look): look is FacedLook =>
  ['passed', 'silent', 'hollow', 'none', 'notKnown', 'hour'].includes(look);

/** Checks and states of which nobody knows are hatched. */
export const isHatched = (look: Look): boolean => look === 'silent' || look === 'notKnown';

/** The colour of what stands on it. */
export const inkOf = cva(null, {
  variants: { on: { state: 'text-state-ink', page: 'text-ink', colour: 'text-cut' } },
});

export function inkOn(look: Look): 'state' | 'page' | 'colour' {
  if (look === 'hollow') return 'state';
  return look === 'hour' || look === 'day' || look === 'week' ? 'page' : 'colour';
}

const LOOK_OF_STATE: Partial<Record<State, Look>> = {
  Passed: 'passed',
  Silent: 'silent',
  Unknown: 'hollow',
  NotConfigured: 'hollow',
};

export const lookOfState = (state: State): Look => LOOK_OF_STATE[state] ?? 'full';

export function lookOfKind(kind: MapKind): Look {
  if (kind.is === 'none' || kind.is === 'notKnown') return kind.is;
  const place = kind.place ?? 0;
  return (kind.is === 'age' ? AGES[place] : PLACES[place]) ?? 'none';
}
