import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  address: string;
  /** Connections so far by target, in the order of the targets. */
  taken: () => number[];
  stop: () => Promise<void>;
};

type Options = {
  /** Ports of this machine; one that refuses is passed over for the next. */
  targets: readonly number[];
  /** How many bytes of answers a new connection lets through before it is cut; null lets all through. */
  cutAfter?: () => number | null;
};

function connected(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

/** Both ends go together; what a reset of one does to the other is what a client would see. */
function join(client: Socket, target: Socket, limit: number | null): void {
  let left = limit ?? Number.POSITIVE_INFINITY;
  const end = () => {
    client.destroy();
    target.destroy();
  };
  for (const socket of [client, target]) socket.on('error', end).on('close', end);
  client.pipe(target);
  target.on('data', (chunk: Buffer) => {
    if (chunk.length <= left) {
      left -= chunk.length;
      client.write(chunk);
      return;
    }
    // What fits is on its way before the connection ends under it.
    client.write(chunk.subarray(0, left), end);
    target.pause();
  });
}

/** A balancer as any other: connections in turn, none of HTTP looked at. Cuts answers where it is told to. */
export async function startTcpProxy({ targets, cutAfter = () => null }: Options): Promise<TcpProxy> {
  const taken = targets.map(() => 0);
  const open = new Set<Socket>();
  let turn = 0;

  async function take(client: Socket): Promise<void> {
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    for (let tried = 0; tried < targets.length; tried += 1) {
      const index = turn++ % targets.length;
      const target = await connected(targets[index] ?? 0);
      if (target === null) continue;
      taken[index] = (taken[index] ?? 0) + 1;
      join(client, target, cutAfter());
      return;
    }
    client.destroy();
  }

  const server = createServer((client) => void take(client));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    taken: () => taken,
    stop: async () => {
      for (const client of open) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
