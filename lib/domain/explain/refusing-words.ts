import { ATTESTATION_STATUSES } from '@/lib/domain/vocabulary';

const REFUSING = ATTESTATION_STATUSES.filter((status) => status !== 'Passed' && status !== 'Unknown');

/** Also where a line was wrapped or cut inside of the word. */
const STARTS = REFUSING.map((status) => (status.length > 10 ? status.slice(0, 9) : status));
const WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${STARTS.join('|')}|expiré)`, 'iu');
/** A whole word, so that `-ErrorAction SilentlyContinue` speaks against nobody. */
const SILENT = /(?<![\p{L}\p{N}])(?:silent|silencieu(?:x|se))(?![\p{L}\p{N}])/iu;
const UNKNOWN = /(?<![\p{L}\p{N}])(?:unknown|inconnu)(?![\p{L}\p{N}])/iu;
const CUT = /(?<![a-z])([a-z]{3,25})(?:…|\.{3})/gi;

/** Whether a line holds a word with which HGS refuses a host, or this product vouches for none. */
export function holdsRefusal(line: string): boolean {
  if (WORD.test(line) || SILENT.test(line)) return true;
  return [...line.matchAll(CUT)].some(([, start = '']) =>
    REFUSING.some((status) => status.toLowerCase().startsWith(start.toLowerCase())),
  );
}

/** A status that is not known here yet speaks against a host too, where it stands in a line that nothing was read of. */
export function mayRefuse(line: string): boolean {
  return holdsRefusal(line) || UNKNOWN.test(line);
}
