import { cva } from 'class-variance-authority';
import { memo, type ReactNode } from 'react';
import { classOfKind, letterOf } from '@/components/fabric/map-kind';
import type { MapKind } from '@/components/fabric/map-kinds';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import type { State } from '@/lib/domain/vocabulary';

const STROKE = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round' } as const;

/** Glyphs of their own, where the large ones would close up at this size. */
const SMALL: Partial<Record<State, ReactNode>> = {
  InsecureHostConfiguration: <path d="m2.2 2.2 5.6 5.6m0-5.6L2.2 7.8" {...STROKE} strokeWidth="1.7" />,
  UnauthorizedHost: <path d="M1.5 5h7" {...STROKE} strokeWidth="2.2" />,
  TpmError: (
    <>
      <path d="M5 1.5v4" {...STROKE} strokeWidth="1.8" />
      <circle cx="5" cy="8.2" r="1.1" fill="currentColor" />
    </>
  ),
  Unknown: (
    <>
      <path
        d="M3.1 3.3c0-1.1.8-1.8 1.9-1.8s1.9.7 1.9 1.7c0 1.3-1.8 1.4-1.8 2.8"
        {...STROKE}
        strokeWidth="1.4"
      />
      <circle cx="5.1" cy="8.4" r=".9" fill="currentColor" />
    </>
  ),
};

/** Fill and hatch say these alone. */
const PLAIN: ReadonlySet<State> = new Set(['Passed', 'Silent']);

function CellGlyph({ state }: { state: State }) {
  if (PLAIN.has(state)) return null;
  if (SMALL[state] === undefined) return <StateGlyph state={state} size={10} />;
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      {SMALL[state]}
    </svg>
  );
}

/** What stands in the group of cells below is said there once, since a large fleet has thousands of them. */
const cell = cva(null, {
  variants: {
    look: {
      passed: 'bg-passed-soft inset-ring inset-ring-passed',
      silent: 'bg-surface bg-hatch-tight inset-ring inset-ring-silent',
      hollow: 'text-state-ink inset-ring-[1.5px] inset-ring-state',
      other: 'bg-state text-cut',
    },
    mark: {
      none: null,
      atRisk:
        'after:absolute after:top-0 after:right-0 after:rounded-tr-cell after:border-4 after:border-expired after:border-b-transparent after:border-l-transparent',
      // A dot on the corner: it still fails, and somebody has agreed to that for a time.
      excepted:
        'after:absolute after:-right-1 after:-bottom-1 after:size-2 after:rounded-full after:border after:border-surface after:bg-ink',
    },
  },
});

/** The same cells stand in the key below the map for what the colours mean, at any time. */
const ofMoment = cva('unvouched:bg-surface unvouched:bg-hatch-soft', {
  variants: { isAble: { true: 'unvouched:inset-ring-silent' } },
});

const LOOK: Partial<Record<State, 'passed' | 'silent' | 'hollow'>> = {
  Passed: 'passed',
  Silent: 'silent',
  Unknown: 'hollow',
  NotConfigured: 'hollow',
};

type Marks = { isAtRisk: boolean; isExcepted: boolean };

function markOf(state: State, { isAtRisk, isExcepted }: Marks): 'none' | 'atRisk' | 'excepted' {
  if (isExcepted) return 'excepted';
  return isAtRisk && state === 'Passed' ? 'atRisk' : 'none';
}

const cellClass = (state: State, marks: Marks) =>
  classNames(STATE_CLASS[state], cell({ look: LOOK[state] ?? 'other', mark: markOf(state, marks) }));

/** The cells of a cluster. */
export function MapCells({ children }: { children: ReactNode }) {
  return (
    // So far apart that a target of 24 px round each cell meets no other, nor the link above (WCAG 2.5.8).
    <div className="mt-1 grid grid-cols-[repeat(8,18px)] gap-1.5 *:relative *:grid *:size-4.5 *:place-items-center *:rounded-cell *:hover:z-1 *:hover:outline-2 *:hover:outline-offset-1 *:hover:outline-ink *:focus-visible:z-2 *:focus-visible:outline-focus">
      {children}
    </div>
  );
}

type SampleProps = { state: State; isAtRisk?: boolean; isExcepted?: boolean };

export function MapSample({ state, isAtRisk = false, isExcepted = false }: SampleProps) {
  return (
    <span
      className={classNames(
        'relative grid size-3.5 place-items-center rounded-cell',
        cellClass(state, { isAtRisk, isExcepted }),
      )}
      aria-hidden="true"
    >
      <CellGlyph state={state} />
    </span>
  );
}

type MapCellProps = {
  id: string;
  state: State;
  isAtRisk: boolean;
  isExcepted: boolean;
  label: string;
  href: string;
  tabIndex: number;
  /** What it is coloured by instead of its state. */
  kind: MapKind | null;
  describedBy: string | undefined;
};

export const MapCell = memo(function MapCell(props: MapCellProps) {
  const { id, state, isAtRisk, isExcepted, label, href, tabIndex, kind, describedBy } = props;
  return (
    <Link
      className={classNames(
        kind === null ? cellClass(state, { isAtRisk, isExcepted }) : classOfKind(kind),
        ofMoment({ isAble: state === 'Passed' }),
      )}
      href={href}
      aria-label={label}
      aria-describedby={describedBy}
      data-rove={id}
      tabIndex={tabIndex}
    >
      {kind === null ? <CellGlyph state={state} /> : letterOf(kind)}
    </Link>
  );
});
