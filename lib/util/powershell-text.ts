/** What PowerShell ends a text of single quotes at: it takes typographic ones for the same. Doubled, each is itself. */
const SINGLE_QUOTES = /['\u2018-\u201B]/g;

/** A text that can never leave its quotes. */
export const inPowershell = (text: string): string => `'${text.replace(SINGLE_QUOTES, '$&$&')}'`;
