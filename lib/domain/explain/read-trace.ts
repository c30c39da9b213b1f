import { isKnownCheck, type KnownCheck } from '@/lib/domain/vocabulary';
import { cleanLines } from './clean-line';
import { clientField } from './client-fields';
import { isOfVmm } from './foreign-output';

export type TraceResult = { name: string; result: string; message: string; indent: number };

export type TraceReading = {
  /** The worst of several runs. Null if the text has no complete run. */
  overall: string | null;
  runs: number;
  results: TraceResult[];
  used: Set<number>;
};

const OVERALL = /^overall result *: *(\p{L}+)$/iu;
const RESULT = /^([^:]{1,200}): *(\p{L}{2,30})$/u;
const MESSAGE = /^>{2,3} ?(.*)$/;
/** The result words that are known. Another word is read only below one of these. */
const SEEN = /^(pass|fail|warning)$/i;

/**
 * The tree that Get-HgsTrace prints: a result for each target, set and diagnostic, and messages after `>>>`.
 * A part of it is read too, from the first line that only this tool prints.
 */
export function readTrace(lines: readonly string[]): TraceReading {
  const reading: TraceReading = { overall: null, runs: 0, results: [], used: new Set() };
  let isInside = false;
  for (const [index, parts] of cleanLines(lines).entries()) {
    const cleaned = parts[0] ?? '';
    const text = cleaned.trim();
    if (text === '') continue;
    const overall = OVERALL.exec(text)?.[1];
    if (overall !== undefined) {
      reading.overall = worse(reading.overall, overall);
      reading.runs++;
    }
    isInside =
      overall !== undefined ||
      ((isInside || beginsHere(text)) &&
        readTraceLine(reading, text, cleaned.length - cleaned.trimStart().length));
    if (isInside) reading.used.add(index);
  }
  return reading;
}

function worse(one: string | null, other: string): string {
  if (one === null) return other;
  const order = [/^(fail|error)/i, /^warn/i, /^(?!pass)/i, /^/];
  const first = order.find((pattern) => pattern.test(one) || pattern.test(other));
  return first?.test(one) ? one : other;
}

function beginsHere(text: string): boolean {
  if (isOfVmm(text)) return false;
  const [, name = '', result = ''] = RESULT.exec(text) ?? [];
  return /^>>> ?\S/.test(text) || (SEEN.test(result) && clientField(name.trim()) === null);
}

function readTraceLine(reading: TraceReading, text: string, indent: number): boolean {
  const message = MESSAGE.exec(text)?.[1];
  const last = reading.results.at(-1);
  if (message !== undefined) {
    if (last) last.message = last.message === '' ? message : `${last.message} ${message}`;
    // The line to which it belongs is missing in the paste.
    else reading.results.push({ name: '>>>', result: '', message, indent });
    return true;
  }
  const [, name, result] = RESULT.exec(text) ?? [];
  if (name === undefined || result === undefined || clientField(name.trim()) !== null) return false;
  reading.results.push({ name: name.trim(), result, message: '', indent });
  return true;
}

export type TraceOutcome = 'passed' | 'warned' | 'failed' | 'knownFalse' | 'part' | 'unclear';

/** Null if the text has no diagnostics. A warning is not a failure, and a part that passes proves nothing. */
export function outcomeOf({
  overall,
  results,
}: Pick<TraceReading, 'overall' | 'results'>): TraceOutcome | null {
  const words = [overall ?? '', ...results.map(({ result }) => result)];
  if (overall === null && results.length === 0) return null;
  if (words.some((word) => /^(fail|error)/i.test(word)))
    return isKnownFalse({ results }) ? 'knownFalse' : 'failed';
  if (words.some((word) => /^warn/i.test(word))) return 'warned';
  if (overall === null) return 'part';
  return words.every((word) => word === '' || /^pass(ed)?$/i.test(word)) ? 'passed' : 'unclear';
}

export type TraceTarget = { name: string; outcome: TraceOutcome };

/** The machines that one run examined. Without indents their lines cannot be distinguished from the others. */
export function targetsOf({ runs, results }: TraceReading): TraceTarget[] {
  const level = results[0]?.indent ?? 0;
  if (runs !== 1 || level === 0) return [];
  const targets: TraceTarget[] = [];
  for (const [index, { name, result, indent }] of results.entries()) {
    if (indent > level) continue;
    const next = results.findIndex((other, at) => at > index && other.indent <= level);
    const own = results.slice(index, next < 0 ? undefined : next);
    targets.push({ name, outcome: outcomeOf({ overall: result, results: own }) ?? 'unclear' });
  }
  return targets.length > 1 ? targets : [];
}

/** Microsoft itself states that this diagnostic fails without reason on 2019 and later. */
const KNOWN_FALSE = 'code integrity policy active';

/** Whether that diagnostic fails, alone or beside others. */
export function namesKnownFalse({ results }: Pick<TraceReading, 'results'>): boolean {
  return leavesOf(results).some(({ name }) => name.toLowerCase() === KNOWN_FALSE);
}

export function isKnownFalse({ results }: Pick<TraceReading, 'results'>): boolean {
  const failing = leavesOf(results);
  return failing.length > 0 && failing.every(({ name }) => name.toLowerCase() === KNOWN_FALSE);
}

/**
 * A set or target fails because something in it does; the failing leaves say why. If the indents were lost,
 * the messages identify the leaves.
 */
function leavesOf(results: readonly TraceResult[]): TraceResult[] {
  const isTree = results.some(({ indent }) => indent !== results[0]?.indent);
  return results.filter(({ name, result, message, indent }, index) => {
    if (!/^(fail|error)/i.test(result)) return false;
    if (message !== '' || name.toLowerCase() === KNOWN_FALSE) return true;
    return isTree && (results[index + 1]?.indent ?? 0) <= indent;
  });
}

const HINTS: readonly (readonly [RegExp, KnownCheck])[] = [
  [/virtual secure mode|isolated user mode|virtuali[sz]ation.based security/i, 'VirtualSecureMode'],
  [/hypervisor.enforced|hvci/i, 'HypervisorEnforcedCodeIntegrityPolicy'],
  [/code integrity/i, 'CodeIntegrityPolicy'],
  [/baseline/i, 'SecureBootSettings'],
  [/secure boot/i, 'SecureBoot'],
  [/tcg ?log/i, 'TcgLogVerification'],
  [/iommu|dma protection/i, 'Iommu'],
  [/bitlocker/i, 'BitLocker'],
  [/page ?file/i, 'PagefileEncryption'],
  [/hibernat/i, 'HibernationEnabled'],
  [/dump encryption/i, 'DumpEncryption'],
  [/\bdumps?\b/i, 'DumpsEnabled'],
];

/** All checks that a text names; without any, the check that its words describe. */
function hintsIn(text: string): KnownCheck[] {
  const named = [...text.matchAll(/\p{L}+/gu)].map(([word]) => word).filter(isKnownCheck);
  if (named.length > 0) return named;
  const hint = HINTS.find(([pattern]) => pattern.test(text));
  return hint ? [hint[1]] : [];
}

/** The checks that failing diagnostics point to. Only HGS names failing checks: these are places to look at. */
export function hintsOf(reading: TraceReading): KnownCheck[] {
  if (isKnownFalse(reading)) return [];
  const failing = leavesOf(reading.results);
  // If nothing fails, warnings and messages without their lines are the places to look at.
  const others = reading.results.filter(({ message, result }) => message !== '' && !/^pass/i.test(result));
  const found = (failing.length > 0 ? failing : others).flatMap(({ name, message }) =>
    hintsIn(`${name} ${message}`),
  );
  return [...new Set(found)];
}
