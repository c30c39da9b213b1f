/** An agent sends one request after the other; a second one may come if the answer to the first was lost. */
const MOST_AT_ONCE = 2;

type Held = { inside: number; waiting: (() => void)[] };

export type ReadingPlace = {
  /** Resolves once fewer than two others of the same credential are inside. */
  enter: () => Promise<void>;
  /** Returns the place, or stops waiting for one. May be called more than once. */
  leave: () => void;
};

/**
 * Requests of one credential are read and judged two at a time in the order in which they came, however many
 * it sends at once: the cost of each is counted before the next one begins.
 */
export function createReadingPlaces(): (credentialId: string) => ReadingPlace {
  const places = new Map<string, Held>();

  function letIn(credentialId: string, held: Held): void {
    const next = held.waiting.shift();
    if (next) next();
    else held.inside -= 1;
    if (held.inside === 0) places.delete(credentialId);
  }

  return (credentialId) => {
    let leave = () => {};
    const occupy = (held: Held) => {
      leave = () => letIn(credentialId, held);
    };
    return {
      enter: async () => {
        const held = places.get(credentialId) ?? { inside: 0, waiting: [] };
        places.set(credentialId, held);
        if (held.inside < MOST_AT_ONCE) {
          held.inside += 1;
          occupy(held);
          return;
        }
        await new Promise<void>((resolve) => {
          const enter = () => {
            occupy(held);
            resolve();
          };
          held.waiting.push(enter);
          leave = () => held.waiting.splice(held.waiting.indexOf(enter), 1);
        });
      },
      leave: () => {
        const own = leave;
        leave = () => {};
        own();
      },
    };
  };
}
