import { STATES, type State } from '@/lib/domain/vocabulary';
import { GLYPHS, GRID, MARK, MARK_GRID } from '../glyphs';
import { CLASS_INK, INK, PASSED_SOFT, STATE_INK } from '../ink';
import { type Day, extremesOf, STACK, stateBarAlt, stateWidths, stepUpTo, totalOf } from '../parts/days';
import type { Sheet } from '../parts/sheet';
import { rounded, textOf } from './markup';

type Told = Pick<Sheet, 'words' | 'content'>;

const strokeOf = (path: string, width: number, ink: string, dash = '') =>
  `<path d="${path}" fill="none" stroke="${ink}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${dash}/>`;

function symbolOf(state: State): string {
  const { fills = [], strokes = [], dots = [] } = GLYPHS[state];
  const ink = STATE_INK[state];
  const parts = [
    ...fills.map((path) => `<path d="${path}" fill="${ink}"/>`),
    ...strokes.map(({ path, width, isCut, dash }) =>
      strokeOf(path, width, isCut ? INK.paper : ink, dash && ` stroke-dasharray="${dash.join(' ')}"`),
    ),
    ...dots.map((path) => `<path d="${path}" fill="${ink}"/>`),
  ];
  return `<symbol id="g-${state}" viewBox="0 0 ${GRID} ${GRID}">${parts.join('')}</symbol>`;
}

/** Unverified parts are hatched, never plain. */
const HATCH = `<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="${INK.raised}"/><rect width="1.4" height="4" fill="${STATE_INK.Silent}"/></pattern>`;

/** Drawn once, and used by name. */
export const SHAPES = `<svg width="0" height="0" aria-hidden="true"><defs>${HATCH}${STATES.map(symbolOf).join('')}</defs></svg>`;

/** Screen readers read the word beside it. */
export const glyphOf = (state: State): string => `<svg aria-hidden="true"><use href="#g-${state}"/></svg>`;

export const MARK_SVG = `<svg viewBox="0 0 ${MARK_GRID} ${MARK_GRID}" aria-hidden="true">${MARK.map(({ path, width }) => strokeOf(path, width, INK.text)).join('')}</svg>`;

type Box = { x: number; y: number; width: number; height: number };

const rect = ({ x, y, width, height }: Box, fill: string, stroke = '') =>
  `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" fill="${fill}"${stroke}/>`;

const figure = (alt: string, height: number, drawn: readonly string[]) =>
  `<svg class="chart" role="img" aria-label="${textOf(alt)}" viewBox="0 0 ${WIDTH} ${height}">${drawn.join('')}</svg>`;

const WIDTH = 1000;
const BAR = { height: 28, thinnest: 3 };

const inkOf = (state: State) =>
  state === 'Silent' ? 'url(#hatch)' : state === 'Passed' ? PASSED_SOFT : STATE_INK[state];

export function stateBar(told: Told): string {
  let x = 0;
  const parts = stateWidths(told.content.states, { width: WIDTH, thinnest: BAR.thinnest }).map(
    ([state, width]) => {
      const box = { x: x + 0.5, y: 1, width: Math.max(1.5, width - 1.5), height: BAR.height - 2 };
      x += width;
      return rect(box, inkOf(state), state === 'Passed' ? ` stroke="${STATE_INK.Passed}"` : '');
    },
  );
  return figure(stateBarAlt(told), BAR.height, parts);
}

const CHART = { height: 170, left: 44, labels: 24, top: 20 };

type Scale = { each: number; base: number; pointsEach: number; step: number };

function scaleOf(days: readonly Day[]): Scale {
  const highest = Math.max(1, ...days.map(totalOf));
  const base = CHART.height - CHART.labels;
  return {
    each: (WIDTH - CHART.left) / days.length,
    base,
    pointsEach: (base - CHART.top) / highest,
    step: stepUpTo(highest),
  };
}

const label = (x: number, y: number, anchor: string, text: string) =>
  `<text x="${rounded(x)}" y="${rounded(y)}" text-anchor="${anchor}">${textOf(text)}</text>`;

function gridOf({ words }: Told, { base, pointsEach, step }: Scale): string[] {
  const lines: string[] = [];
  for (let value = 0; base - value * pointsEach >= CHART.top - 1; value += step) {
    const y = base - value * pointsEach;
    lines.push(
      `<path d="M${CHART.left} ${rounded(y)}H${WIDTH}" stroke="${value === 0 ? INK.edge : INK.line}"/>`,
    );
    if (value > 0) lines.push(label(CHART.left - 8, y + 3, 'end', words.count(value)));
  }
  return lines;
}

const classInk = (name: (typeof STACK)[number]) => (name === 'unverified' ? 'url(#hatch)' : CLASS_INK[name]);

function columnOf(told: Told, days: readonly Day[], index: number, scale: Scale): string[] {
  const day = days[index] as Day;
  const middle = CHART.left + scale.each * (index + 0.5);
  const width = Math.min(30, scale.each * 0.76);
  let y = scale.base;
  const drawn = STACK.filter((name) => day[name] > 0).map((name) => {
    const height = day[name] * scale.pointsEach;
    y -= height;
    return rect({ x: middle - width / 2, y, width, height: Math.max(0.5, height - 0.7) }, classInk(name));
  });
  if (scale.each > 22) drawn.push(label(middle, y - 5, 'middle', told.words.count(totalOf(day))));
  const every = Math.ceil(days.length / 5);
  const isLast = index === days.length - 1;
  const isNamed = index % every === 0 && days.length - 1 - index > every / 2;
  if (isLast) drawn.push(label(WIDTH, scale.base + 14, 'end', told.words.dayName(day.day)));
  else if (isNamed) drawn.push(label(middle, scale.base + 14, 'middle', told.words.dayName(day.day)));
  return drawn;
}

/** How many hosts were not compliant at the end of each day, for any reason. */
export function daysChart(told: Told): string {
  const days = told.content.period?.days ?? [];
  const scale = scaleOf(days);
  const columns = days.flatMap((_, index) => columnOf(told, days, index, scale));
  const alt = told.words.say('days.alt', extremesOf(told, days));
  const swatch = { x: 0, y: 0, width: 10, height: 10 };
  const key = STACK.map(
    (name) =>
      `<li><svg viewBox="0 0 10 10" aria-hidden="true">${rect(swatch, classInk(name))}</svg><span>${textOf(told.words.say(`compliance.${name}`))}</span></li>`,
  );
  return `${figure(alt, CHART.height, [...gridOf(told, scale), ...columns])}<ul class="key">${key.join('')}</ul>`;
}
