/** A change as it is told the server: which procedure, and with what. */
type Told = { path: string; input: unknown };

const textOf = ({ path, input }: Told) => JSON.stringify([path, input]);

/** Visible characters that nobody else draws. `randomUUID` is missing where a page does not come over https. */
const draw = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** An answer of this server that is final. What stands before it answers with 502 or 504 although the change may be done. */
const isAnswered = ({ ok, status }: Response) => ok || (status >= 400 && status < 500);

/**
 * A key for each change, by which the server does it once. A change whose answer was lost has the same key when it is told
 * again unchanged; any other one has a new key.
 */
export function createChangeKeys() {
  const open = new Map<string, string>();
  return {
    keyOf: (told: Told): string => {
      const text = textOf(told);
      const key = open.get(text) ?? draw();
      open.set(text, key);
      return key;
    },
    answered: (key: string, response: Response): void => {
      if (!isAnswered(response)) return;
      for (const [text, kept] of open) if (kept === key) open.delete(text);
    },
  };
}
