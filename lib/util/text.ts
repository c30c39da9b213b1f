/** text and jsonb columns refuse NUL and lone surrogates; a name that holds them must cost nothing else. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}
