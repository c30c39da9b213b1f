import { createServer } from 'node:net';
import { StartupError } from '@/lib/server/startup-error';

type Address = { host: string; port: number };

/** What an operator can do about an address that cannot be listened on. */
export function listenFailure(error: unknown, { host, port }: Address): StartupError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: end the program that holds it, or set PORT to another one`,
    EACCES: `Port ${port} on ${host} needs more rights than this user has: set PORT to one above 1023`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine: set HOST to one that is`,
    ENOTFOUND: `HOST ${host} is not known here: set HOST to an address of this machine`,
  };
  const sentence = sentences[String(code)] ?? `${host}:${port} cannot be listened on: ${message}`;
  return new StartupError(sentence, { cause: error });
}

/** Looked at before a database is touched; the port may still be taken before we listen, which says the same. */
export async function refuseBusyAddress(address: Address): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(listenFailure(error, address)));
    probe.listen({ ...address, exclusive: true }, () => probe.close(() => resolve()));
  });
}
