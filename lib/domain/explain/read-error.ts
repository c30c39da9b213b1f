import { cleanLines } from './clean-line';

export type ErrorReading = {
  /** The sentence as it was printed. */
  unwrap: string | null;
  /** PowerShell does not know Get-HgsClientConfiguration: the feature is missing. */
  clientMissing: string | null;
  /** The lines of that error alone. */
  missingUsed: Set<number>;
  used: Set<number>;
};

/** A console or a mail wraps the sentence over at most this many lines. */
const MAX_LINES = 4;
const MAX_LINE_CHARS = 1000;

const ENGLISH_UNWRAP = /unwrap\w{0,6}[^.]{0,60}key protector|key protector[^.]{0,120}unwrap/;
const FRENCH_UNWRAP =
  /(desencapsul|desenvelopp|deball)\w{0,6}[^.]{0,60}protecteur de cle|protecteur de cle[^.]{0,120}(desencapsul|desenvelopp|deball)/;
const GERMAN_UNWRAP =
  /schlusselschutz\w{0,16}[^.]{0,120}(entpack|entschlussel|entwrapp|unwrap)|(entpack|entschlussel|unwrap)\w{0,6}[^.]{0,60}schlusselschutz/;
const SPANISH_UNWRAP =
  /(desencapsul|desempaquet|desajust|desenvolv)\w{0,6}[^.]{0,60}protector de clave|protector de clave[^.]{0,120}(desencapsul|desempaquet|desajust|desenvolv)/;
const CLIENT_MISSING =
  /get-hgsclientconfiguration\W{1,8}(is not recogni[sz]ed|n.est pas reconnu|wurde nicht als|no se reconoce)|(terme?|termino|benennung) \W{0,4}get-hgsclientconfiguration/;
/**
 * The line below the sentence, which Windows PowerShell never translates, without spaces because it is often
 * wrapped.
 */
const CLIENT_NOT_FOUND = /objectnotfound:\(get-hgsclientconfiguration:string\)/;

/** Errors in English, French, German and Spanish, with any apostrophe, accent and line break. */
export function readErrors(lines: readonly string[]): ErrorReading {
  const plain = cleanLines(lines).map((parts) => parts.join(' ').trim());
  const folded = plain.map(fold);
  const find = (patterns: readonly RegExp[], used: Set<number>) => {
    const span = firstSpan(folded, patterns);
    if (span === null) return null;
    for (let line = span.first; line <= span.last; line++) used.add(line);
    return plain.slice(span.first, span.last + 1).join(' ');
  };
  const [unwrapUsed, missingUsed] = [new Set<number>(), new Set<number>()];
  const unwrap = find([ENGLISH_UNWRAP, FRENCH_UNWRAP, GERMAN_UNWRAP, SPANISH_UNWRAP], unwrapUsed);
  const clientMissing = find([CLIENT_MISSING, CLIENT_NOT_FOUND], missingUsed);
  return { unwrap, clientMissing, missingUsed, used: new Set([...unwrapUsed, ...missingUsed]) };
}

type Span = { first: number; last: number };

/** The fewest lines that contain one of the sentences. */
function firstSpan(folded: readonly string[], patterns: readonly RegExp[]): Span | null {
  const holds = (first: number, last: number) => {
    const text = folded.slice(first, last + 1).join(' ');
    const unbroken = text.replaceAll(/\s/g, '');
    return patterns.some((pattern) => pattern.test(text) || pattern.test(unbroken));
  };
  for (const last of folded.keys()) {
    for (let first = last; first > last - MAX_LINES && isPart(folded[first]); first--)
      if (holds(first, last)) return { first, last };
  }
  return null;
}

/** A blank line ends a sentence, and no sentence is longer than many widths of a window. */
function isPart(line: string | undefined): boolean {
  return line !== undefined && line !== '' && line.length <= MAX_LINE_CHARS;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
