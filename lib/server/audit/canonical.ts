import { storableText } from '@/lib/util/text';

/** What an entry's detail may hold. Names from outside are text here and nothing else. */
export type AuditDetail = { readonly [key: string]: AuditValue | undefined };
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | AuditDetail;

function isList(value: AuditValue): value is readonly AuditValue[] {
  return Array.isArray(value);
}

export function cleanDetail(value: AuditValue): AuditValue {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(cleanDetail);
  const entries = Object.entries(value).filter(
    (entry): entry is [string, AuditValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([key, inner]) => [storableText(key), cleanDetail(inner)]));
}
