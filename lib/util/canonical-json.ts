/** One text for one meaning: keys in code-unit order, no space. jsonb gives keys back in another order. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Record<string, unknown>;
  // Every snapshot passes here twice: one string that grows is half the cost of pairs, sorted and joined.
  let text = '';
  for (const key of Object.keys(record).sort())
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(record[key])}`;
  return text === '' ? '{}' : `${text}}`;
}
