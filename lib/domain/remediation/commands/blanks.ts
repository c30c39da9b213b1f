import { inPowershell } from '@/lib/util/powershell-text';

// Separate from the scripts, because a browser fills in commands that the server sends and need not load these.

/**
 * A command with values from the host in its blanks: each is in quotes that it cannot leave, followed by the
 * comment `said`, which says that the host said it. A null value leaves the blank.
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

/** The blanks that a person still has to fill in. */
export const blanksIn = (command: string): string[] =>
  [...command.matchAll(BLANK)].map(([, name = '']) => name);
