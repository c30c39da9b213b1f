import type { State } from '@/lib/domain/vocabulary';
import { GLYPHS, GRID, MARK, MARK_GRID } from '../glyphs';
import { INK, STATE_INK } from '../ink';
import type { Paper } from './paper';

/** Call it only within an artifact: screen readers read the word beside it. */
export function drawGlyph(
  paper: Paper,
  state: State,
  { x, y, size }: { x: number; y: number; size: number },
) {
  const { doc } = paper;
  const { fills = [], strokes = [], dots = [] } = GLYPHS[state];
  const ink = STATE_INK[state];
  doc
    .save()
    .translate(x, y)
    .scale(size / GRID);
  for (const path of fills) doc.path(path).fill(ink);
  for (const { path, width, isCut, dash } of strokes) {
    doc.lineWidth(width).lineCap('round').lineJoin('round');
    if (dash) doc.dash(dash[0], { space: dash[1] });
    doc.path(path).stroke(isCut ? INK.paper : ink);
    if (dash) doc.undash();
  }
  for (const path of dots) doc.path(path).fill(ink);
  doc.restore();
}

/** The product's mark. Call it only within an artifact. */
export function drawMark(paper: Paper, { x, y, size }: { x: number; y: number; size: number }) {
  const { doc } = paper;
  doc
    .save()
    .translate(x, y)
    .scale(size / MARK_GRID)
    .lineJoin('round');
  for (const { path, width } of MARK) doc.lineWidth(width).path(path).stroke(INK.text);
  doc.restore();
}
