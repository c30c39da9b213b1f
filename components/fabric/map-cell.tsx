import { cva } from 'class-variance-authority';
import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
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

/** A dot on the corner: it still fails, and somebody has agreed to that for a time. */
const mark = cva('', {
  variants: {
    isExcepted: {
      true: 'after:absolute after:-right-1 after:-bottom-1 after:size-2 after:rounded-full after:border after:border-surface after:bg-ink',
    },
  },
});

type SampleProps = { state: State; isAtRisk?: boolean; isExcepted?: boolean };

export function MapSample({ state, isAtRisk = false, isExcepted = false }: SampleProps) {
  return (
    <span
      className={classNames('cell', STATE_CLASS[state], isAtRisk && 'at-risk', mark({ isExcepted }))}
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
};

export const MapCell = memo(function MapCell(props: MapCellProps) {
  const { id, state, isAtRisk, isExcepted, label, href, tabIndex } = props;
  return (
    <Link
      className={classNames('cell', STATE_CLASS[state], isAtRisk && 'at-risk', mark({ isExcepted }))}
      href={href}
      // A fleet of them at once, of which a person opens one.
      prefetch={false}
      title={label}
      aria-label={label}
      data-rove={id}
      tabIndex={tabIndex}
    >
      <CellGlyph state={state} />
    </Link>
  );
});
