import { CLASS_INK, INK, PASSED_SOFT, STATE_INK } from '../ink';
import { type Day, extremesOf, STACK, stateBarAlt, stateWidths, stepUpTo, totalOf } from '../parts/days';
import { INNER_WIDTH, PAGE, type Paper, style, type Tag } from './paper';
import type { Sheet } from './sheet';

type Box = { x: number; y: number; width: number; height: number };
type Bounds = [number, number, number, number];

const boundsOf = ({ x, y, width, height }: Box): Bounds => [x, y, x + width, y + height];

function figure(paper: Paper, parent: Tag, alt: string, box: Box, draw: () => void): void {
  paper.leaf(parent, 'Figure', draw, { alt, bbox: boundsOf(box), placement: 'Block' } as never);
}

function fill(paper: Paper, { x, y, width, height }: Box, ink: string): void {
  paper.doc.rect(x, y, width, height).fill(ink);
}

/** Unverified parts are hatched, never plain. */
function hatch(paper: Paper, { x, y, width, height }: Box): void {
  const { doc } = paper;
  const apart = 2.6;
  doc.save().rect(x, y, width, height).clip();
  doc.rect(x, y, width, height).fill(INK.raised);
  doc.lineWidth(0.9);
  for (let at = -height; at < width; at += apart) doc.moveTo(x + at, y + height).lineTo(x + at + height, y);
  doc.stroke(STATE_INK.Silent).restore();
}

function quiet(paper: Paper, { x, y, width, height }: Box): void {
  const { doc } = paper;
  const edge = 0.6;
  doc.lineWidth(edge).rect(x + edge / 2, y + edge / 2, width - edge, height - edge);
  doc.fillAndStroke(PASSED_SOFT, STATE_INK.Passed);
}

const STATE_BAR_HEIGHT = 14;
/** Makes even a single host among ten thousand visible. */
const THINNEST = 1.6;

export function addStateBar({ paper, words, content }: Sheet, parent: Tag): void {
  const { states } = content;
  const widths = stateWidths(states, { width: INNER_WIDTH, thinnest: THINNEST });
  const box = { x: PAGE.left, y: paper.y, width: INNER_WIDTH, height: STATE_BAR_HEIGHT };
  figure(paper, parent, stateBarAlt({ words, content }), box, () => {
    let { x } = box;
    for (const [state, width] of widths) {
      const part = { ...box, x, width: Math.max(0.8, width - 0.8) };
      if (state === 'Silent') hatch(paper, part);
      else if (state === 'Passed') quiet(paper, part);
      else fill(paper, part, STATE_INK[state]);
      x += width;
    }
  });
  paper.y += STATE_BAR_HEIGHT + 6;
}

const CHART = { height: 92, axis: 24, labels: 16, top: 12 };
const LABEL = style({ size: 6.6, ink: INK.third, isTabular: true });

type Scale = { box: Box; step: number; pointsEach: number; base: number };

function scaleOf(days: readonly Day[], y: number): Scale {
  const highest = Math.max(1, ...days.map(totalOf));
  const box = {
    x: PAGE.left + CHART.axis,
    y,
    width: INNER_WIDTH - CHART.axis,
    height: CHART.height - CHART.labels,
  };
  return {
    box,
    step: stepUpTo(highest),
    pointsEach: (box.height - CHART.top) / highest,
    base: y + box.height,
  };
}

function drawGrid(
  paper: Paper,
  { box, step, pointsEach, base }: Scale,
  say: (value: number) => string,
): void {
  const { doc } = paper;
  for (let value = 0; base - value * pointsEach >= box.y + CHART.top - 1; value += step) {
    const y = base - value * pointsEach;
    doc.lineWidth(value === 0 ? 0.8 : 0.4);
    doc.moveTo(box.x, y).lineTo(box.x + box.width, y);
    doc.stroke(value === 0 ? INK.edge : INK.line);
    const text = say(value);
    if (value > 0) paper.set(text, { x: box.x - 6 - paper.widthOf(text, LABEL), y: y - 4.6 }, LABEL);
  }
}

function drawDay(paper: Paper, day: Day, place: { x: number; width: number }, scale: Scale): number {
  let y = scale.base;
  for (const name of STACK) {
    const height = day[name] * scale.pointsEach;
    y -= height;
    if (height === 0) continue;
    const part = { ...place, y, height: Math.max(0.4, height - 0.5) };
    if (name === 'unverified') hatch(paper, part);
    else fill(paper, part, CLASS_INK[name]);
  }
  return y;
}

const centred = (paper: Paper, text: string, middle: number, y: number) =>
  paper.set(text, { x: middle - paper.widthOf(text, LABEL) / 2, y }, LABEL);

function drawDays({ paper, words }: Sheet, days: readonly Day[], scale: Scale): void {
  const each = scale.box.width / days.length;
  const width = Math.min(16, each * 0.76);
  const isCounted = each > 12;
  const every = Math.ceil(days.length / 5);
  for (const [index, day] of days.entries()) {
    const middle = scale.box.x + each * (index + 0.5);
    const top = drawDay(paper, day, { x: middle - width / 2, width }, scale);
    if (isCounted) centred(paper, words.count(totalOf(day)), middle, top - 9.6);
    const isNamed = index % every === 0 && days.length - 1 - index > every / 2;
    if (isNamed || index === days.length - 1) {
      const text = words.dayName(day.day);
      const half = paper.widthOf(text, LABEL) / 2;
      centred(paper, text, Math.min(middle, PAGE.width - PAGE.right - half), scale.base + 4);
    }
  }
}

/** The legend of a column's classes, in the order in which they are stacked. */
function addKey({ paper, words }: Sheet, parent: Tag): void {
  const size = 7;
  const given = style({ size: 7.6, ink: INK.second });
  const names = STACK.map((name) => words.say(`compliance.${name}`));
  const places = names.map((_, index) => {
    const before = names
      .slice(0, index)
      .reduce((sum, name) => sum + paper.widthOf(name, given) + size + 18, 0);
    return PAGE.left + before;
  });
  paper.artifact(() => {
    for (const [index, name] of STACK.entries()) {
      const box = { x: places[index] ?? 0, y: paper.y + 2, width: size, height: size };
      if (name === 'unverified') hatch(paper, box);
      else fill(paper, box, CLASS_INK[name]);
    }
  });
  paper.leaf(parent, 'P', () => {
    for (const [index, name] of names.entries())
      paper.set(name, { x: (places[index] ?? 0) + size + 4, y: paper.y }, given);
  });
  paper.y += 15;
}

/** How many hosts were not compliant at the end of each day, for any reason. */
export function addDaysChart(sheet: Sheet, parent: Tag): void {
  const { paper, words, content } = sheet;
  const days = content.period?.days ?? [];
  paper.need(CHART.height + 40);
  const scale = scaleOf(days, paper.y);
  const box = { x: PAGE.left, y: paper.y, width: INNER_WIDTH, height: CHART.height };
  figure(paper, parent, words.say('days.alt', extremesOf(sheet, days)), box, () => {
    drawGrid(paper, scale, words.count);
    drawDays(sheet, days, scale);
  });
  paper.y += CHART.height + 4;
  addKey(sheet, parent);
}
