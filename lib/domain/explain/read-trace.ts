import type { KnownCheck } from '@/lib/domain/vocabulary';
import { cleanLine } from './clean-line';

export type TraceResult = { name: string; result: string; message: string };

export type TraceReading = {
  overall: string | null;
  results: TraceResult[];
  used: Set<number>;
};

const OVERALL = /^overall result *: *(\p{L}+)$/iu;
const RESULT = /^([^:]{1,200}): *(\p{L}{2,30})$/u;
const MESSAGE = /^>{2,3} ?(.*)$/;

/** The tree that Get-HgsTrace prints: a result per target, set and diagnostic, and messages after `>>>`. */
export function readTrace(lines: readonly string[]): TraceReading {
  const reading: TraceReading = { overall: null, results: [], used: new Set() };
  let isInside = false;
  for (const [index, line] of lines.entries()) {
    const text = (cleanLine(line)[0] ?? '').trim();
    const overall = OVERALL.exec(text)?.[1];
    if (overall !== undefined && reading.overall === null) {
      reading.overall = overall;
      isInside = true;
    } else if (isInside && text !== '') isInside = readTraceLine(reading, text);
    if (isInside && text !== '') reading.used.add(index);
  }
  return reading;
}

function readTraceLine(reading: TraceReading, text: string): boolean {
  const message = MESSAGE.exec(text)?.[1];
  const last = reading.results.at(-1);
  if (message !== undefined && last) {
    last.message = last.message === '' ? message : `${last.message} ${message}`;
    return true;
  }
  const [, name, result] = RESULT.exec(text) ?? [];
  if (name === undefined || result === undefined) return false;
  reading.results.push({ name: name.trim(), result, message: '' });
  return true;
}

/** Microsoft says itself that this diagnostic fails without reason on 2019 and later. */
const KNOWN_FALSE = 'code integrity policy active';

/** Whether that diagnostic fails in it, alone or beside others. */
export function namesKnownFalse({ results }: TraceReading): boolean {
  return leavesOf(results).some(({ name }) => name.toLowerCase() === KNOWN_FALSE);
}

export function isKnownFalse({ results }: TraceReading): boolean {
  const failing = leavesOf(results);
  return failing.length > 0 && failing.every(({ name }) => name.toLowerCase() === KNOWN_FALSE);
}

/** A set or target fails because something in it does; what fails by itself says why. */
function leavesOf(results: readonly TraceResult[]): TraceResult[] {
  return results.filter(
    ({ name, result, message }) =>
      /^fail/i.test(result) && (message !== '' || name.toLowerCase() === KNOWN_FALSE),
  );
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

/** What failing diagnostics point at. HGS alone names failing checks: these are only places to look. */
export function hintsOf(reading: TraceReading): KnownCheck[] {
  if (isKnownFalse(reading)) return [];
  const found = leavesOf(reading.results).flatMap(({ name, message }) => {
    const hint = HINTS.find(([pattern]) => pattern.test(`${name} ${message}`));
    return hint ? [hint[1]] : [];
  });
  return [...new Set(found)];
}
