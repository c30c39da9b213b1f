/** A change as it is told the server: which procedure, and with what. */
type Told = { path: string; input: unknown };

/** `lostAt` is null while its answer is waited for. */
type Open = { key: string; lostAt: number | null };

/** Whoever tells a change again later has looked at what became of it, and means another one. */
const LOST_FOR_MS = 5 * 60_000;

const textOf = ({ path, input }: Told) => JSON.stringify([path, input]);

/** Visible characters that nobody else draws. `randomUUID` is missing where a page does not come over https. */
const draw = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** An answer of this server that is final. What stands before it answers with 502 or 504 although the change may be done. */
const isAnswered = ({ ok, status }: Response) => ok || (status >= 400 && status < 500);

const isOver = ({ lostAt }: Open) => lostAt !== null && Date.now() - lostAt >= LOST_FOR_MS;

/**
 * A key for each change, by which the server does it once. A change whose answer was lost has the same key when it is told
 * again unchanged within five minutes, unless another one was answered meanwhile; any other one has a new key.
 */
export function createChangeKeys() {
  const open = new Map<string, Open>();

  function keyOf(told: Told): string {
    const text = textOf(told);
    const known = open.get(text);
    const key = known === undefined || isOver(known) ? draw() : known.key;
    open.set(text, { key, lostAt: null });
    return key;
  }

  /** Its answer was lost. */
  function failed(key: string): void {
    for (const each of open.values()) if (each.key === key) each.lostAt = Date.now();
  }

  function answered(key: string, response: Response): void {
    if (!isAnswered(response)) failed(key);
    else for (const [text, each] of open) if (each.key === key || each.lostAt !== null) open.delete(text);
  }

  return { keyOf, failed, answered };
}
