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
