import { memo, type ReactNode } from 'react';
import {
  cornerOf,
  corners,
  dots,
  GRID_WIDTH,
  heightOf,
  SIDE,
  squares,
} from '@/components/fabric/map-geometry';
import type { MapKinds } from '@/components/fabric/map-kinds';
import { type Layer, layersOf, type MarkedCells, marksOf } from '@/components/fabric/map-layers';
import { edge, face, inkOf, inkOn, isFaced, isHatched, type Look } from '@/components/fabric/map-looks';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { classNames } from '@/components/ui/class-names';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { STATES, type State } from '@/lib/domain/vocabulary';

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

const GLYPH = 'map-glyph';
const glyphOf = (state: State) => `#${GLYPH}-${state}`;
const HATCH = 'map-hatch';
/** A glyph is ten pixels wide, in the middle of its cell. */
const MARGIN = (SIDE - 10) / 2;

/** What all drawings of the page refer to, once. */
export function MapDefinitions() {
  return (
    <svg className="absolute" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={HATCH} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path className="stroke-silent" d="M1 0v4" strokeWidth="1.5" />
        </pattern>
        {STATES.filter((state) => !PLAIN.has(state)).map((state) => (
          <g key={state} id={`${GLYPH}-${state}`}>
            {SMALL[state] ?? <StateGlyph state={state} size={10} />}
          </g>
        ))}
      </defs>
    </svg>
  );
}

const stateClass = (state: State | null) => (state === null ? undefined : STATE_CLASS[state]);

type PaintProps = { look: Look; state: State | null; path: string };

/** The squares' own stroke gives them their size: this one is as large as the cell. */
export function Edges({ look, state, path }: PaintProps) {
  return (
    <g className={stateClass(state)}>
      <path className={edge({ look })} d={path} strokeWidth="5" strokeLinejoin="round" />
    </g>
  );
}

/** `stroke`: how far squares are drawn over their outlines; 0 fills a path as it is. */
export function Faces({ look, state, path, stroke }: PaintProps & { stroke: number }) {
  return (
    <g className={stateClass(state)}>
      <path
        className={isFaced(look) ? face({ look }) : edge({ look })}
        d={path}
        strokeWidth={stroke}
        strokeLinejoin="round"
      />
      {isHatched(look) && <path d={path} fill={`url(#${HATCH})`} />}
    </g>
  );
}

/** The glyph or the letter of cells that look alike. */
export function Signs({ layer: { look, state, letter, positions } }: { layer: Layer }) {
  const ink = inkOf({ on: inkOn(look) });
  return (
    <g className={stateClass(state)}>
      {state !== null && !PLAIN.has(state) && <Glyphs {...{ state, positions, ink }} />}
      {letter !== null && <Letters {...{ letter, positions, ink }} />}
    </g>
  );
}

/** Hatches figures so old that nothing can be vouched for. */
function WhenOld() {
  return <rect className="hidden unvouched:inline" width="100%" height="100%" fill={`url(#${HATCH})`} />;
}

function LayerDrawing({ layer }: { layer: Layer }) {
  const { look, state, positions } = layer;
  const path = squares(positions);
  return (
    <>
      <Edges {...{ look, state, path }} />
      {isFaced(look) && <Faces {...{ look, state, path }} stroke={look === 'hollow' ? 2 : 3} />}
      <Signs layer={layer} />
    </>
  );
}

type OnCells = { positions: readonly number[]; ink: string };

function Glyphs({ state, positions, ink }: OnCells & { state: State }) {
  return (
    <g className={ink}>
      {positions.map((position) => {
        const { left, top } = cornerOf(position);
        return <use key={position} href={glyphOf(state)} x={left + MARGIN} y={top + MARGIN} />;
      })}
    </g>
  );
}

/** One text, with a place for each of its letters. */
function Letters({ letter, positions, ink }: OnCells & { letter: string }) {
  const places = positions.map(cornerOf);
  return (
    <text
      className={classNames(ink, 'fill-current text-micro font-semibold')}
      x={places.map(({ left }) => left + SIDE / 2).join(' ')}
      y={places.map(({ top }) => top + SIDE / 2 + 4).join(' ')}
      textAnchor="middle"
    >
      {letter.repeat(positions.length)}
    </text>
  );
}

function Marks({ atRisk, excepted }: MarkedCells) {
  return (
    <>
      {atRisk.length > 0 && <path className="fill-expired" d={corners(atRisk)} />}
      {/* It still fails, and somebody has agreed to that for a time. */}
      {excepted.length > 0 && <path className="fill-ink stroke-surface" d={dots(excepted)} />}
    </>
  );
}

/** The drawing that cells stand in. What they say in words is said by the link over the one that is looked at. */
export function CellGrid({ cells, children }: { cells: number; children: ReactNode }) {
  return (
    <svg
      className="block overflow-visible"
      width={GRID_WIDTH}
      height={heightOf(cells)}
      aria-hidden="true"
      focusable="false"
    >
      {children}
      <WhenOld />
    </svg>
  );
}

type DrawingProps = { hosts: readonly MapHost[]; kinds: MapKinds | null };

/** The cells of a cluster. */
export const MapDrawing = memo(function MapDrawing({ hosts, kinds }: DrawingProps) {
  return (
    <CellGrid cells={hosts.length}>
      {layersOf(hosts, kinds).map((layer) => (
        <LayerDrawing key={`${layer.look} ${layer.state} ${layer.letter}`} layer={layer} />
      ))}
      {kinds === null && <Marks {...marksOf(hosts)} />}
    </CellGrid>
  );
});

type SampleProps = { look: Look; state?: State | null; letter?: string | null; mark?: 'atRisk' | 'excepted' };

/** A cell of the legend. */
export function MapSample({ look, state = null, letter = null, mark }: SampleProps) {
  return (
    <svg
      className="flex-none overflow-visible"
      width={state === null ? SIDE : 14}
      height={state === null ? SIDE : 14}
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      aria-hidden="true"
      focusable="false"
    >
      <LayerDrawing layer={{ look, state, letter, positions: [0] }} />
      <Marks atRisk={mark === 'atRisk' ? [0] : []} excepted={mark === 'excepted' ? [0] : []} />
    </svg>
  );
}
