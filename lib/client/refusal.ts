/** Why a page cannot show what its address asks for; `null` for any other failure. */
export type Refusal =
  | { kind: 'beforeHistory' }
  | { kind: 'timeToCome' }
  | { kind: 'badAddress'; parameter: string }
  | null;

/** The words for an error, by its code and the parameter that it is about. */
export function refusalFor(code: string | undefined, parameter: string | undefined): Refusal {
  if (code === 'before_history') return { kind: 'beforeHistory' };
  if (code !== 'invalid_value') return null;
  // The pointer of a body is the path of a member.
  const word = parameter?.replace(/^\//, '');
  return word === undefined || word === 'at'
    ? { kind: 'timeToCome' }
    : { kind: 'badAddress', parameter: word };
}

/** The title of a page that cannot be shown, as a key of the texts in `errors`. */
export function titleKeyOf(refusal: Refusal) {
  return `${refusal?.kind ?? 'failed'}.title` as const;
}
