import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';

const css = readFileSync(path.join(checkoutRoot(), 'app/styles/theme.css'), 'utf8');

/** What the stripes of the hatch are mixed with, as a share. */
const share = Number(/hatch-faint:[^;]*?(\d+)%/s.exec(css)?.[1]) / 100;

const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

type Theme = 'light' | 'dark';

function channels(name: string, theme: Theme): number[] {
  const hex = tokens.get(name)?.[theme];
  // A name that is no colour gives no number, every comparison with it is false, and nothing would seem weak.
  if (hex === undefined) throw new Error(`no token: ${name}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** WCAG 2.2, relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const tints = [...tokens.keys()].filter((name) => name.endsWith('-tint'));
// What app/styles/state.css hatches.
const grounds = ['bg', 'surface', 'raised', 'sunken', ...tints];
// Paler grey is told in ink-2 there (app/styles/state.css).
const inks = ['ink', 'ink-2', ...[...tokens.keys()].filter((name) => name.endsWith('-ink'))];

it.each(['light', 'dark'] as const)(
  'old figures can be read even where a letter stands on a stripe: %s',
  (theme) => {
    expect(share).toBeGreaterThan(0);
    expect([tints.length, inks.length]).toEqual([9, 2 + 9]);
    const stripe = channels('silent', theme);
    const weak = grounds.flatMap((ground) => {
      const behind = channels(ground, theme).map((value, at) => value + share * ((stripe[at] ?? 0) - value));
      return inks
        .filter((ink) => contrast(channels(ink, theme), behind) < 4.5)
        .map((ink) => `${ink} on ${ground}`);
    });
    expect(weak).toEqual([]);
  },
);
