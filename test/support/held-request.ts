import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** A request whose head has arrived, and whose body has not ended. */
export type HeldRequest = {
  /** Sends the rest, and returns the status of the answer. */
  release: () => Promise<number>;
};

type Held = { method: string; headers: Record<string, string>; body: string };

/** Sends a head and all of the body but its last character, as somebody does who keeps a request open. */
export async function holdRequest(address: string, { method, headers, body }: Held): Promise<HeldRequest> {
  const length = String(Buffer.byteLength(body));
  const json = { origin: new URL(address).origin, 'content-type': 'application/json' };
  const outgoing = request(address, {
    method,
    agent: false,
    headers: { ...json, 'content-length': length, expect: '100-continue', ...headers },
  });
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  // An answer that comes at the head is seen by `release`.
  answered.catch(() => undefined);
  await Promise.race([once(outgoing, 'continue'), answered]);
  outgoing.write(body.slice(0, -1));
  return {
    release: async () => {
      outgoing.end(body.slice(-1));
      const [response] = await answered;
      response.resume();
      await once(response, 'end');
      return response.statusCode ?? 0;
    },
  };
}
