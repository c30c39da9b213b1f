import type { State } from '@/lib/domain/vocabulary';

export const GRID = 16;

/** The parts drawn in the state's colour, and those cut out: the console's symbols on a grid of 16. */
type Stroke = { path: string; width: number; isCut?: boolean; dash?: [number, number] };
type Glyph = { fills?: readonly string[]; strokes?: readonly Stroke[]; dots?: readonly string[] };

const ring = 'M14.25 8A6.25 6.25 0 1 1 1.75 8A6.25 6.25 0 1 1 14.25 8Z';

export const GLYPHS: Readonly<Record<State, Glyph>> = {
  Passed: {
    strokes: [
      { path: ring, width: 1.5 },
      { path: 'M5.2 8.2l2 2l3.7 -4.1', width: 1.6 },
    ],
  },
  InsecureHostConfiguration: {
    fills: ['M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2Z'],
    strokes: [{ path: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8', width: 1.7, isCut: true }],
  },
  UnauthorizedHost: {
    fills: ['M15 8A7 7 0 1 1 1 8A7 7 0 1 1 15 8Z'],
    strokes: [{ path: 'M4.4 8h7.2', width: 2.2, isCut: true }],
  },
  TpmError: {
    fills: ['M2.8 2.8h10.4v10.4h-10.4Z'],
    strokes: [
      { path: 'M5.5 1v14M10.5 1v14M1 5.5h14M1 10.5h14', width: 1.4 },
      { path: 'M8 5.2v3.6M8 10.6v0.9', width: 1.7, isCut: true },
    ],
  },
  Expired: {
    fills: ['M4.4 2.2h7.2v2.6L9 8l2.6 3.2v2.6H4.4v-2.6L7 8L4.4 4.8Z'],
    strokes: [{ path: 'M3.2 1.8h9.6M3.2 14.2h9.6', width: 1.7 }],
  },
  TransientError: {
    fills: ['M13.8 1.4v4.2H9.6Z'],
    strokes: [{ path: 'M13.4 8A5.4 5.4 0 1 1 11.7 4.1', width: 1.8 }],
  },
  NotConfigured: {
    strokes: [
      { path: 'M8 1.6L14.4 8L8 14.4L1.6 8Z', width: 1.6 },
      { path: 'M5.8 8h4.4', width: 1.6 },
    ],
  },
  Unknown: {
    strokes: [
      { path: ring, width: 1.5, dash: [2.4, 1.9] },
      { path: 'M6.2 6.5c0 -1 0.8 -1.7 1.8 -1.7s1.8 0.7 1.8 1.6c0 1.2 -1.7 1.3 -1.7 2.5', width: 1.4 },
    ],
    dots: ['M8.95 11A0.9 0.9 0 1 1 7.15 11A0.9 0.9 0 1 1 8.95 11Z'],
  },
  Silent: {
    strokes: [
      { path: 'M1.75 1.75h12.5v12.5h-12.5Z', width: 1.5 },
      { path: 'M2.4 9.4l7 -7M2.4 13.6L13.6 2.4M6.6 13.6l7 -7', width: 1.3 },
    ],
  },
};

/** The product's mark on its own grid. */
export const MARK_GRID = 22;
export const MARK: readonly Stroke[] = [
  { path: 'M11 2L19 5v6c0 4.6 -3.2 7.6 -8 9c-4.8 -1.4 -8 -4.4 -8 -9V5Z', width: 1.6 },
  { path: 'M3 9.5h16M3.8 14.2h14.4M8.2 3.4v16M13.8 3.4v16', width: 1.1 },
];
