import { cleanLine } from './clean-line';
import { promptedHost } from './host-name';

/** Text without a letter or digit consists of signs only. */
export const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** What shells and pages print around any output. */
const AROUND: readonly RegExp[] = [
  // A prompt with the typed command.
  /^\s*(?:PS ?)?(?:[a-z]:\\|[~/])[^>$#]*[>$#]/i,
  /^\s*PS ?>/i,
  /^\s*#TYPE \S+\s*$/,
  /^\s*HTML TABLE\s*$/,
];
/** The same for a line as it was pasted, before the signs of pages are removed. */
const AROUND_AS_PASTED = /^\s*(?:(?:```|~~~)\s*\w*|<!DOCTYPE [^>]*>)\s*$/i;

/** Whether a text says nothing, or only what stands around any output. */
export function isAroundOutputs(text: string): boolean {
  return !SAYS_SOMETHING.test(text) || AROUND.some((pattern) => pattern.test(text));
}

/** A property of an object in the format of Format-List: letters only, so that no name with a number counts. */
const PROPERTY = /^\s*[a-z_]+ *(?=:)/i;

/**
 * The indexes of the lines that nobody understood. Each may be about a host that is not able: what stands
 * around a status is known, but not how a person writes that a host gave none. `used` are the lines that a
 * reader took, `names` the hosts found in the text.
 */
export function unreadLines(
  lines: readonly string[],
  used: ReadonlySet<number>,
  names: readonly (string | null)[],
): number[] {
  const known = new Set(names.map((name) => name?.toLowerCase()));
  const properties = propertiesOfRead(lines, used);
  /** A prompt on a host that was found, or the answer of `hostname`. */
  const isOfKnown = (part: string) => known.has((promptedHost(part) ?? part.trim()).toLowerCase());
  return lines.flatMap((line, index) => {
    if (used.has(index) || properties.has(index) || AROUND_AS_PASTED.test(line)) return [];
    return cleanLine(line).every((part) => isAroundOutputs(part) || isOfKnown(part)) ? [] : [index];
  });
}

/** Property lines next to one that was read, without a blank line in between, belong to the same object. */
function propertiesOfRead(lines: readonly string[], used: ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  let block: number[] = [];
  for (const [index, line] of [...lines, ''].entries()) {
    if (line.trim() !== '') {
      block.push(index);
      continue;
    }
    const columns = new Set(block.filter((at) => used.has(at)).map((at) => colonOf(lines[at])));
    for (const at of block) {
      const column = colonOf(lines[at]);
      if (column !== null && columns.has(column)) found.add(at);
    }
    block = [];
  }
  return found;
}

const colonOf = (line = ''): number | null => PROPERTY.exec(line)?.[0].length ?? null;
