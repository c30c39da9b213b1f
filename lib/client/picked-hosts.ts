/** Hosts that were chosen one by one and are too many for an address: kept by this tab, so that a reload finds them. */
const KEY = 'guarded-fabric.picked-hosts';

export function keepPickedHosts(hosts: readonly string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(hosts));
}

/** Empty where this tab keeps none, such as a new one. What else may stand there is nobody's choice. */
export function pickedHosts(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
