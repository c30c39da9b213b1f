/** Fewer are not worth looking through. */
const LOOK_FROM = 1_000;

export type ExpiringMap<T> = {
  get: (key: string) => T | undefined;
  set: (key: string, value: T) => void;
  size: () => number;
};

/**
 * A map of what is over at some time, such as how long somebody has to wait. What is over is forgotten each time that
 * twice as many are known as were left the last time, so that neither the map nor the looking through it grows with all
 * who ever came.
 */
export function createExpiringMap<T>(isOver: (value: T) => boolean): ExpiringMap<T> {
  const known = new Map<string, T>();
  let lookAt = LOOK_FROM;

  function forget(): void {
    for (const [key, value] of known) if (isOver(value)) known.delete(key);
    lookAt = Math.max(LOOK_FROM, 2 * known.size);
  }

  return {
    get: (key) => known.get(key),
    set: (key, value) => {
      if (known.size >= lookAt) forget();
      known.set(key, value);
    },
    size: () => known.size,
  };
}
