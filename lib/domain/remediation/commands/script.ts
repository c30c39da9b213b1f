import { SCRIPT_TEXTS } from './script-texts';

/**
 * Get-VM finds no VM in a session that is not elevated, without an error: a restart would follow. An elevated
 * session has the label High or System in its token, which no Windows translates. In Constrained Language
 * Mode a script can read it only through a program.
 */
const ELEVATED = `if ("$(whoami /groups)" -notmatch 'S-1-16-(12288|16384)') { throw '${SCRIPT_TEXTS.notElevated}' }`;

/**
 * A script that changes its machine, or reads what only an administrator may. It does nothing in a session
 * that is not elevated.
 */
export const script = (...lines: string[]): string => plainScript(ELEVATED, ...lines);

/**
 * A script is one statement, so that a console into which it is pasted does not continue with the next line
 * after a failure. It sets the preference for errors, and every command also has `-ErrorAction Stop`:
 * functions of script modules (BitLocker, HgsClient) do not see their caller's preference.
 */
export function plainScript(...lines: string[]): string {
  const body = ["$ErrorActionPreference = 'Stop'", ...lines].flatMap((text) => text.split('\n'));
  return ['& {', ...body.map((line) => `  ${line}`), '}'].join('\n');
}

/** Programs report failure only by exit code, which stops nothing by itself. */
export function native(command: string, failure: string): string {
  return `${command}\nif ($LASTEXITCODE -ne 0) { throw '${failure}' }`;
}

type Blank = { name: string; comment: string };

/** Values that a person has to fill in: unchanged, the script stops here and does nothing. */
export function blanks(...wanted: Blank[]): string {
  const names = wanted.map(({ name }) => `$${name}`);
  return [
    ...wanted.map(({ name, comment }) => `$${name} = ''  # ${comment}`),
    `if (-not (${names.join(' -and ')})) { throw '${SCRIPT_TEXTS.fillIn}${names.join(', ')}' }`,
  ].join('\n');
}
