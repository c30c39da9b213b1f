import { cleanLines } from './clean-line';
import { type ClientField, isPlausible } from './client-fields';
import type { HostFields } from './host-fields';

const WORDS: readonly ClientField[] = ['AttestationStatus', 'AttestationSubstatus'];

/**
 * A status or checks that were pasted alone, without the names of their fields. A lone `Passed` is not read:
 * too many things pass, and nothing is called able on so little.
 */
export function readBareWords(lines: readonly string[]): HostFields | null {
  const host: HostFields = { name: null, fields: new Map(), lines: [] };
  for (const [index, parts] of cleanLines(lines).entries()) {
    const word = parts.join(' ').trim();
    const field = WORDS.find((candidate) => isPlausible(candidate, word));
    const isVague = /^(passed|noinformation|unknown|[\d\s]+)$/i.test(word);
    if (field === undefined || isVague || host.fields.has(field)) continue;
    host.fields.set(field, word);
    host.lines.push(index);
  }
  return host.fields.size === 0 ? null : host;
}
