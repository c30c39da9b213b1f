import { storableText } from '@/lib/util/text';

/** The values that an entry's detail may hold. Names from outside are only ever text here. */
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
  return Object.fromEntries(entries.map(([key, inner]) => [cleanKey(key), cleanDetail(inner)]));
}

/** The driver's client drops a member of that name when it reads the entry, which would then count as changed. */
const cleanKey = (key: string) => (key === '__proto__' ? '(__proto__)' : storableText(key));
