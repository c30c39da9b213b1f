import { ATTESTATION_STATUSES } from '@/lib/domain/vocabulary';

const REFUSING = ATTESTATION_STATUSES.filter((status) => status !== 'Passed' && status !== 'Unknown');

/** The beginnings of the words, because a line may be wrapped or cut inside a word. */
const STARTS = REFUSING.map((status) => (status.length > 10 ? status.slice(0, 9) : status));
const WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${STARTS.join('|')}|expiré)`, 'iu');
/** A whole word, so that `-ErrorAction SilentlyContinue` does not count. */
const SILENT = /(?<![\p{L}\p{N}])(?:silent|silencieu(?:x|se))(?![\p{L}\p{N}])/iu;
const UNKNOWN = /(?<![\p{L}\p{N}])(?:unknown|inconnu)(?![\p{L}\p{N}])/iu;
const CUT = /(?<![a-z])([a-z]{3,25})(?:…|\.{3})/gi;

/** Whether a line contains a word with which HGS refuses a host, or this product calls it unverified. */
export function holdsRefusal(line: string): boolean {
  if (WORD.test(line) || SILENT.test(line)) return true;
  return [...line.matchAll(CUT)].some(([, start = '']) =>
    REFUSING.some((status) => status.toLowerCase().startsWith(start.toLowerCase())),
  );
}

/** The same for a line that no reader took: there an unknown status speaks against a host too. */
export function mayRefuse(line: string): boolean {
  return holdsRefusal(line) || UNKNOWN.test(line);
}
