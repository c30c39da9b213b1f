import { inPowershell } from '@/lib/util/powershell-text';

// A browser fills in commands that the server sends it, and does not load the scripts that it makes them of.

/**
 * A command with values in its blanks, each of them what a host said: it stands in quotes that it cannot leave, and beside it
 * `said`, which tells that the host said so. A value of null leaves the blank.
 */
export function fillIn(
  command: string,
  values: Readonly<Record<string, string | null>>,
  said: string,
): string {
  return Object.entries(values).reduce(
    (text, [name, value]) =>
      value === null
        ? text
        : text.replace(`$${name} = ''  # `, () => `$${name} = ${inPowershell(value)}  # ${said}`),
    command,
  );
}

const BLANK = /^ *(\$\w+) = '' {2}# /gm;

/** What a person still has to fill in. */
export const blanksIn = (command: string): string[] =>
  [...command.matchAll(BLANK)].map(([, name = '']) => name);
