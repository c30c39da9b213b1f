import { cleanLine } from './clean-line';
import { type ClientField, isPlausible } from './client-fields';
import type { FieldReading } from './read-client-text';

const WORDS: readonly ClientField[] = ['AttestationStatus', 'AttestationSubstatus'];

/**
 * A status or checks that were pasted alone, without the names of their fields. A lone `Passed` is not read:
 * too many things pass, and nothing is called able on so little.
 */
export function readBareWords(lines: readonly string[]): FieldReading {
  const reading: FieldReading = { fields: new Map(), used: new Set(), disputed: new Set() };
  for (const [index, line] of lines.entries()) {
    const word = cleanLine(line).join(' ').trim();
    const field = WORDS.find((candidate) => isPlausible(candidate, word));
    if (
      field === undefined ||
      /^(passed|noinformation|unknown|[\d\s]+)$/i.test(word) ||
      reading.fields.has(field)
    )
      continue;
    reading.fields.set(field, word);
    reading.used.add(index);
  }
  return reading;
}
