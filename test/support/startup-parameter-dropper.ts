import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** The first message of a connection without its `options`: what a pooler that ignores them makes of it. */
function withoutOptions(startup: Buffer): Buffer {
  const words = startup.subarray(8, -1).toString().split('\0').slice(0, -1);
  const kept = words.filter((_, index) => words[index - (index % 2)] !== 'options');
  const body = Buffer.from(`${kept.map((word) => `${word}\0`).join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + body.length, 0);
  startup.copy(head, 4, 4, 8);
  return Buffer.concat([head, body]);
}

/** Stands in front of a PostgreSQL as a pooler that drops start-up options does. */
export async function startOptionsDropper(
  target: string,
): Promise<{ address: string; close: () => Promise<void> }> {
  const { hostname, port } = new URL(target);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    client.once('data', (startup: Buffer) => {
      upstream.write(withoutOptions(startup));
      client.pipe(upstream);
      upstream.pipe(client);
    });
    for (const socket of [client, upstream])
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return {
    address: address.href,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
