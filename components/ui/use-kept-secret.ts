import { useState } from 'react';

/** Each under who it is for and what it opens. The server has none: a secret comes as the answer to a click. */
const kept = new Map<string, unknown>();

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** The browser asks before the last of them is lost, wherever in the console somebody is. */
function keep(name: string, secret: unknown): void {
  if (secret === null) kept.delete(name);
  else kept.set(name, secret);
  if (kept.size === 0) window.removeEventListener('beforeunload', ask);
  else window.addEventListener('beforeunload', ask);
}

/**
 * A secret that is shown once stays until it is put away (null), also while somebody looks at another page of the console. The
 * name says whose it is: the next person at this browser is another one.
 */
export function useKeptSecret<Secret extends object>(name: string) {
  // Sound: what stands under a name was put there by the same place.
  const [secret, setSecret] = useState(() => (kept.get(name) as Secret | undefined) ?? null);
  function set(next: Secret | null): void {
    keep(name, next);
    setSecret(next);
  }
  return [secret, set] as const;
}
