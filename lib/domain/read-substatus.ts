import { CHECKS, type Check, compareChecks, KNOWN_CHECKS, NO_INFORMATION } from '@/lib/domain/vocabulary';
import { ownValues } from '@/lib/util/own-values';

export type NamedCheck = {
  name: Check;
  /** Decoded from a number by masks that the vendor does not document. */
  inferred: boolean;
  /** False for a name that this version does not know, kept as it was printed. */
  recognised: boolean;
};

const UINT64_MAX = 0xffff_ffff_ffff_ffffn;
/** Deeper than any request may nest (the agent API's own limit). */
const MAX_DEPTH = 32;

/** Longest first, so that SecureBootSettings is not read as SecureBoot and a remainder. */
const WORDS = [...KNOWN_CHECKS, NO_INFORMATION]
  .map((name) => ({ name, lower: name.toLowerCase() }))
  .sort((a, b) => b.lower.length - a.lower.length);

/** Always separates names; includes control characters, which cannot be stored. */
const HARD_SEPARATORS = /[\s,;|\p{Cc}\u2028\u2029]+/u;
/** Punctuation that is no name by itself, and that separates known names. */
const BARE_PUNCTUATION = /^[-/&+{}()[\].:=_'"`<>*\\]+$/;

/** The checks that a substatus names, in vocabulary order, each once. Accepts any shape. */
export function readSubstatus(raw: unknown): NamedCheck[] {
  const found: NamedCheck[] = [];
  collect(raw, found, new Set(), 0);
  const byName = new Map<string, NamedCheck>();
  for (const check of found) {
    const known = byName.get(check.name);
    // A name outweighs the same check decoded from a number.
    if (known === undefined || (known.inferred && !check.inferred)) byName.set(check.name, check);
  }
  return [...byName.values()].sort((a, b) => compareChecks(a.name, b.name));
}

/** Whether anything was sent: a blank or a list of blanks says as little as a missing field. */
export function isGiven(raw: unknown): boolean {
  return Array.isArray(raw) ? [...ownValues(raw).values()].some(isNotBlank) : isNotBlank(raw);
}

function isNotBlank(raw: unknown): boolean {
  return raw !== null && raw !== undefined && !(typeof raw === 'string' && raw.trim() === '');
}

function collect(raw: unknown, into: NamedCheck[], seen: Set<object>, depth: number): void {
  if (raw === null || raw === undefined) return;
  if (typeof raw === 'object') {
    if (seen.has(raw) || depth > MAX_DEPTH) return;
    seen.add(raw);
    for (const value of membersOf(raw)) collect(value, into, seen, depth + 1);
    return;
  }
  if (typeof raw === 'function' || typeof raw === 'symbol') return;
  into.push(...readText(String(raw)));
}

function membersOf(raw: object): Iterable<unknown> {
  const values = ownValues(raw);
  // Windows PowerShell 5.1 may write a list as { "value": [ … ], "Count": n }.
  return values.has('value') ? [values.get('value')] : values.values();
}

function readText(text: string): NamedCheck[] {
  const trimmed = text.trim();
  const number = readUint64(trimmed);
  if (number !== null) return decodeMask(number);
  return trimmed.split(HARD_SEPARATORS).flatMap(readToken);
}

function readToken(token: string): NamedCheck[] {
  if (token === '' || token === '0' || BARE_PUNCTUATION.test(token)) return [];
  const pieces = token.split(/[^\p{L}\p{N}\p{M}]+/u).filter((piece) => piece !== '');
  const read = pieces.map(knownNamesOf);
  if (pieces.length === 0 || read.includes(null)) return [unrecognised(token)];
  return read
    .flatMap((names) => names ?? [])
    .filter((name) => name !== NO_INFORMATION)
    .map((name) => ({ name, inferred: false, recognised: true }));
}

/** The known names that make up a piece, or null if any part of it is not one. */
function knownNamesOf(piece: string): string[] | null {
  const names: string[] = [];
  let rest = piece.toLowerCase();
  while (rest !== '') {
    const word = WORDS.find(({ lower }) => rest.startsWith(lower));
    if (word === undefined) return null;
    names.push(word.name);
    rest = rest.slice(word.lower.length);
  }
  return names;
}

function unrecognised(name: string): NamedCheck {
  // A lone surrogate cannot be stored or sent as UTF-8.
  return { name: name.replace(/\p{Surrogate}/gu, '\uFFFD'), inferred: false, recognised: false };
}

/** A number that fits into a uint64, in digits, with an empty fraction, or in hexadecimal. */
export function readUint64(text: string): bigint | null {
  if (!/^(0x[0-9a-f]{1,16}|\d{1,20}(\.0+)?)$/i.test(text)) return null;
  const value = BigInt(text.replace(/\.0+$/, ''));
  return value <= UINT64_MAX ? value : null;
}

function decodeMask(mask: bigint): NamedCheck[] {
  const checks: NamedCheck[] = [];
  let rest = mask;
  for (const name of KNOWN_CHECKS) {
    if ((mask & CHECKS[name].mask) === 0n) continue;
    checks.push({ name, inferred: true, recognised: true });
    rest &= ~CHECKS[name].mask;
  }
  for (let bit = 1n; bit <= rest; bit <<= 1n) {
    if ((rest & bit) !== 0n)
      checks.push({ name: `0x${bit.toString(16)}`, inferred: true, recognised: false });
  }
  return checks;
}
