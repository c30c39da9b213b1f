/** What an entry's detail may hold. Names from outside are text here and nothing else. */
export type AuditDetail = { readonly [key: string]: AuditValue | undefined };
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | AuditDetail;

/** jsonb refuses NUL and lone surrogates; a name that holds them must not stop the entry. */
function cleanText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
}

function isList(value: AuditValue): value is readonly AuditValue[] {
  return Array.isArray(value);
}

export function cleanDetail(value: AuditValue): AuditValue {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(cleanDetail);
  const entries = Object.entries(value).filter(
    (entry): entry is [string, AuditValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([key, inner]) => [cleanText(key), cleanDetail(inner)]));
}

/** One text for one meaning: keys in code-unit order, no space. jsonb gives keys back in another order. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
