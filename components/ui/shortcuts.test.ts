import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlwaysOn, SHORTCUT_NAMES, SHORTCUTS, shortcutFor } from './shortcuts';

const folder = path.join(import.meta.dirname, '..');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'));

/** The texts of all calls by which shortcuts are taken. */
const calls = sources
  .flatMap((text) => [...text.matchAll(/use(?:Shortcuts|Command)\(([\s\S]*?)\);\n/g)])
  .map(([call]) => call);

describe('the list of shortcuts', () => {
  it('has none that nothing does', () => {
    const isTaken = (name: string) => calls.some((call) => new RegExp(`\\b${name}\\b`).test(call));
    // A link opens with Enter by itself. The value of a filter listens to its own key: that of a link opens a window.
    const others = ['open', 'exclude'];
    expect(SHORTCUT_NAMES.filter((name) => !others.includes(name) && !isTaken(name))).toEqual([]);
  });

  it('has each once, and none that begins another', () => {
    const keys = SHORTCUT_NAMES.map((name) => SHORTCUTS[name].join(' '));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((one) => keys.some((other) => other.startsWith(`${one} `)))).toEqual([]);
  });

  it('can be switched off but for commands and what links do by themselves', () => {
    expect(SHORTCUT_NAMES.filter(isAlwaysOn)).toEqual(['search', 'open', 'exclude', 'closePanel', 'explain']);
  });
});

describe('a key that is pressed', () => {
  const press = (key: string, { shiftKey = false, lead = null as string | null } = {}) =>
    shortcutFor(SHORTCUT_NAMES, { key, shiftKey }, lead);

  it.each([
    ['j', {}, 'next'],
    ['J', {}, 'next'],
    ['?', { shiftKey: true }, 'all'],
    ['?', {}, 'all'],
    ['x', {}, 'select'],
    ['X', { shiftKey: true }, 'selectRange'],
    ['h', { lead: 'g' }, 'goHosts'],
    ['x', { lead: 'g' }, 'goExceptions'],
    ['j', { lead: 'g' }, 'next'],
    ['h', {}, undefined],
    ['q', {}, undefined],
    [' ', {}, 'peek'],
    ['Enter', {}, 'open'],
    ['Enter', { shiftKey: true }, 'exclude'],
    ['Escape', {}, 'closePanel'],
  ] as const)('%s with %j is %s', (key, more, name) => {
    expect(press(key, more)).toBe(name);
  });

  it('after the first of a pair is not what another part of the page takes the second for', () => {
    expect(shortcutFor(['select', 'export'], { key: 'x', shiftKey: false }, 'g')).toBeUndefined();
    expect(shortcutFor(['select', 'export'], { key: 'x', shiftKey: false }, 'j')).toBe('select');
  });
});
