import { inPowershell } from '@/lib/util/powershell-text';
import { SCRIPT_TEXTS } from './script-texts';

/**
 * A script is one statement, so that a console into which it is pasted cannot go on with the next line
 * after a failure. It sets the preference for errors, and every command in it also says `-ErrorAction Stop`:
 * functions of script modules (BitLocker, HgsClient) do not see the preference of their caller.
 */
export function script(...lines: string[]): string {
  const body = ["$ErrorActionPreference = 'Stop'", ...lines].flatMap((text) => text.split('\n'));
  return ['& {', ...body.map((line) => `  ${line}`), '}'].join('\n');
}

/** Programs report by exit code alone, which stops nothing. */
export function native(command: string, failure: string): string {
  return `${command}\nif ($LASTEXITCODE -ne 0) { throw '${failure}' }`;
}

type Blank = { name: string; comment: string };

/** What the person has to fill in: as shipped the script stops here and changes nothing. */
export function blanks(...wanted: Blank[]): string {
  const names = wanted.map(({ name }) => `$${name}`);
  return [
    ...wanted.map(({ name, comment }) => `$${name} = ''  # ${comment}`),
    `if (-not (${names.join(' -and ')})) { throw '${SCRIPT_TEXTS.fillIn}${names.join(', ')}' }`,
  ].join('\n');
}

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
