import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  address: string;
  /** Connections so far by target, in the order of the targets. */
  taken: () => number[];
  /**
   * Nothing is carried any more over the connections that stand, and none of them is closed: as after a power loss, a
   * moved address, or a firewall that forgets. New ones work. Answers with how many there are.
   */
  freeze: () => number;
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

/** Both ends go together; what a reset of one does to the other is what a client would see. Answers with what freezes them. */
function join(client: Socket, target: Socket, limit: number | null): () => void {
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
  return () => {
    client.unpipe(target);
    for (const socket of [client, target])
      socket.removeAllListeners('data').removeAllListeners('close').off('error', end).pause();
  };
}

/** A balancer as any other: connections in turn, none of HTTP looked at. Cuts answers where it is told to. */
export async function startTcpProxy({ targets, cutAfter = () => null }: Options): Promise<TcpProxy> {
  const taken = targets.map(() => 0);
  const open = new Set<Socket>();
  const joined = new Map<Socket, () => void>();
  let turn = 0;

  function hold(socket: Socket): void {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  async function take(client: Socket): Promise<void> {
    hold(client);
    for (let tried = 0; tried < targets.length; tried += 1) {
      const index = turn++ % targets.length;
      const target = await connected(targets[index] ?? 0);
      if (target === null) continue;
      taken[index] = (taken[index] ?? 0) + 1;
      hold(target);
      joined.set(client, join(client, target, cutAfter()));
      client.once('close', () => joined.delete(client));
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
    freeze: () => {
      const frozen = [...joined.values()];
      for (const freezeOne of frozen) freezeOne();
      joined.clear();
      return frozen.length;
    },
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
