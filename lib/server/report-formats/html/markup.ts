import { printable } from '../printable';

const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Browsers have other typefaces: only invisible characters and those that change the direction are written out. */
const isShown = () => true;

/**
 * Anybody's text as text of the page, which cannot start markup. It reads the same as on paper: characters
 * that are invisible or change the direction are written as `‹U+202E›`.
 */
export const textOf = (text: string): string =>
  printable(text, isShown).replace(SPECIAL, (character) => ENTITIES[character] ?? character);

/** The lines of a text without empty ones. */
export function linesOf(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (lines.length === 0 ? [''] : lines).map(textOf).join('<br>');
}

/** A number for an attribute, short and the same on every machine. */
export const rounded = (value: number): string => String(Math.round(value * 100) / 100);
