import { cleanLine } from './clean-line';
import { promptedHost } from './host-name';

/** Anything else is signs. */
export const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** What shells and pages print around an output, whatever the output is. */
const AROUND: readonly RegExp[] = [
  // A prompt with what was typed at it.
  /^\s*(?:PS ?)?(?:[a-z]:\\|[~/])[^>$#]*[>$#]/i,
  /^\s*PS ?>/i,
  /^\s*#TYPE \S+\s*$/,
  /^\s*HTML TABLE\s*$/,
];
/** The same of a line as it was pasted, before signs of pages are taken off. */
const AROUND_AS_PASTED = /^\s*(?:(?:```|~~~)\s*\w*|<!DOCTYPE [^>]*>)\s*$/i;

/** Whether a text says nothing, or only what stands around any output. */
export function isAroundOutputs(text: string): boolean {
  return !SAYS_SOMETHING.test(text) || AROUND.some((pattern) => pattern.test(text));
}

/** A property of an object as Format-List prints it: letters alone, so that no name with a number is one. */
const PROPERTY = /^\s*[a-z_]+ *(?=:)/i;

/**
 * The lines of which nobody knows what they say, by index. Each may be of a host that is not able: what stands around a
 * status is known, and how somebody says that a host gave none is not. `used` are the lines that a reader took,
 * `names` the hosts that were found in the text.
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

/** Where the colon stands below or above one that was read, without a blank line between, it is the same object's. */
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
