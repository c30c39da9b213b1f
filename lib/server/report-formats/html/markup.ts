import { printable } from '../printable';

const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Browsers bring other letters along: only what nobody would see, or what turns text round, is written out. */
const isShown = () => true;

/**
 * Text of whoever wrote it as text of the page, which can begin no markup. It says the same as on paper: what nobody
 * would see, or what would turn its neighbours round, is written as `‹U+202E›`.
 */
export const textOf = (text: string): string =>
  printable(text, isShown).replace(SPECIAL, (character) => ENTITIES[character] ?? character);

/** Lines of a text, without those that are empty. */
export function linesOf(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (lines.length === 0 ? [''] : lines).map(textOf).join('<br>');
}

/** A number of an attribute, short and the same everywhere. */
export const rounded = (value: number): string => String(Math.round(value * 100) / 100);
