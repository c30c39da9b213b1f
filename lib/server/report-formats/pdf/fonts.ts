import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/**
 * Text is set glyph by glyph, without ligatures and contextual alternates, of which Inter has many. So each
 * glyph stands for one character, and text that is copied from the page or read aloud is exactly what was
 * written.
 */
export const FACES = ['regular', 'semibold', 'mono'] as const;
export type Face = (typeof FACES)[number];

const FILES: Readonly<Record<Face, string>> = {
  regular: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  semibold: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  mono: '@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf',
};

/** fontkit reads the head of a glyph even if there is none, which at the end of a file is out of bounds. */
const PADDING_BYTES = 64;
const DIGITS = '0123456789';
/** The name of the feature that gives all digits the same width. */
export const TABULAR = 'tnum';

type Glyph = { id: number; advanceWidth: number; codePoints: number[] };

export type LoadedFace = {
  /** The object that pdfkit uses as a font. */
  source: Font;
  has: (codePoint: number) => boolean;
  /** The width in parts of an em. */
  widthOf: (text: string, isTabular: boolean) => number;
  capHeight: number;
};

const packages = createRequire(import.meta.url);

function openFile(face: Face): Font {
  const file = readFileSync(packages.resolve(FILES[face]));
  return create(Buffer.concat([file, Buffer.alloc(PADDING_BYTES)])) as Font;
}

function glyphTables(font: Font): {
  plain: (character: string) => Glyph;
  tabular: (character: string) => Glyph;
} {
  const known = new Map<string, Glyph>();
  const plain = (character: string) => {
    const found = known.get(character);
    if (found) return found;
    const codePoint = character.codePointAt(0) ?? 0;
    const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
    const glyph = { id, advanceWidth, codePoints: [codePoint] };
    known.set(character, glyph);
    return glyph;
  };
  const figures = font.layout(DIGITS, { [TABULAR]: true }).glyphs;
  const ofOneWidth = new Map(
    figures.map(({ id, advanceWidth }, index) => {
      const digit = DIGITS.charAt(index);
      return [digit, { id, advanceWidth, codePoints: [digit.codePointAt(0) ?? 0] }];
    }),
  );
  return { plain, tabular: (character) => ofOneWidth.get(character) ?? plain(character) };
}

export function loadFace(face: Face): LoadedFace {
  const font = openFile(face);
  const { plain, tabular } = glyphTables(font);
  const scale = 1 / font.unitsPerEm;
  const covered = new Set(font.characterSet);
  const layout = (text: string, features?: readonly string[]) => {
    const glyphs = Array.from(text, features?.includes(TABULAR) ? tabular : plain);
    const positions = glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    // pdfkit scales positions but not this value.
    const advanceWidth = glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) * scale * 1000;
    return { glyphs, positions, advanceWidth };
  };
  return {
    source: Object.assign(font, { layout }) as unknown as Font,
    has: (codePoint) => covered.has(codePoint),
    widthOf: (text, isTabular) => {
      let width = 0;
      for (const character of text) width += (isTabular ? tabular : plain)(character).advanceWidth;
      return width * scale;
    },
    capHeight: font.capHeight * scale,
  };
}
