import { isRecord } from '@/lib/util/guards';

/** A text inside what a host sent, which may have any shape; null where there is none. */
export function textAt(value: unknown, ...path: string[]): string | null {
  const found = path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
  return typeof found === 'string' && found !== '' ? found : null;
}
