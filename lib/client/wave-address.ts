/** The page of one wave by its id, or the list of those that are open. */
export function waveAddress(id: string | null, at: Date | null = null): string {
  const path = id === null ? '/waves' : `/waves/${encodeURIComponent(id)}`;
  return at === null ? path : `${path}?at=${encodeURIComponent(at.toISOString())}`;
}
