import { createConnection, type Socket } from 'node:net';

// A load generator on plain sockets: client, server and database share the machine's cores, so what the client
// spends would be counted against the server.

export type Request = { head: string; body: string };

type Answer = { status: number; body: string };

export type LoadResult = { answers: number; seconds: number; p50Ms: number; p99Ms: number; maxMs: number };

class Connection {
  private received = '';
  private awaited: ((answer: Answer) => void) | undefined;
  private failed: ((error: Error) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', (error) => this.failed?.(error));
    socket.on('close', () => this.failed?.(new Error('The server closed a connection')));
  }

  static open(host: string, port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ host, port }, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  ask({ head, body }: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.awaited = resolve;
      this.failed = reject;
      this.socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  private take(chunk: string): void {
    this.received += chunk;
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.received.slice(0, headEnd);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Number.NaN);
    if (this.received.length < headEnd + 4 + length) return;
    const body = this.received.slice(headEnd + 4, headEnd + 4 + length);
    this.received = this.received.slice(headEnd + 4 + length);
    this.awaited?.({ status: Number(head.slice(9, 12)), body });
  }

  close(): void {
    this.failed = undefined;
    this.socket.destroy();
  }
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

type Load = {
  address: string;
  connections: number;
  seconds: number;
  next: () => Request;
  /** Throws where an answer is not what was asked for: a fast refusal is no throughput. */
  judge: (answer: Answer) => void;
};

function openAll({ address, connections }: Pick<Load, 'address' | 'connections'>): Promise<Connection[]> {
  const { hostname, port } = new URL(address);
  return Promise.all(Array.from({ length: connections }, () => Connection.open(hostname, Number(port))));
}

function toResult(tookMs: number[], seconds: number): LoadResult {
  tookMs.sort((a, b) => a - b);
  return {
    answers: tookMs.length,
    seconds,
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
    maxMs: tookMs.at(-1) ?? Number.NaN,
  };
}

/** Every connection asks, waits for the answer, and asks again. */
export async function load({ address, connections, seconds, next, judge }: Load): Promise<LoadResult> {
  const opened = await openAll({ address, connections });
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  const askUntilEnd = async (connection: Connection) => {
    for (let askedAt = performance.now(); askedAt < endAt; askedAt = performance.now()) {
      judge(await connection.ask(next()));
      tookMs.push(performance.now() - askedAt);
    }
  };
  await Promise.all(opened.map(askUntilEnd));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  for (const connection of opened) connection.close();
  return toResult(tookMs, elapsedSeconds);
}

/** One after the other on one connection. */
export async function askInTurn(
  address: string,
  { next, count, judge }: Pick<Load, 'next' | 'judge'> & { count: number },
): Promise<LoadResult> {
  const [connection] = await openAll({ address, connections: 1 });
  if (connection === undefined) throw new Error('No connection');
  const tookMs: number[] = [];
  const startedAt = performance.now();
  for (let asked = 0; asked < count; asked += 1) {
    const askedAt = performance.now();
    judge(await connection.ask(next()));
    tookMs.push(performance.now() - askedAt);
  }
  connection.close();
  return toResult(tookMs, (performance.now() - startedAt) / 1000);
}

const TICK_MS = 5;

/**
 * Open loop: asks are due at a fixed rate, whether or not the server keeps up, and each is timed from when it
 * was due, so that a server that stalls is not asked less for it.
 */
export async function loadSteadily(wanted: Load & { perSecond: number }): Promise<LoadResult> {
  const { seconds, next, judge, perSecond } = wanted;
  const opened = await openAll(wanted);
  const idle = [...opened];
  const due: number[] = [];
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const total = Math.floor(seconds * perSecond);
  await new Promise<void>((resolve, reject) => {
    const sendDue = () => {
      // The one that has rested longest: the server lets go of a connection on which nothing came within 10 s.
      while (due.length > 0 && idle.length > 0) void send(idle.shift() as Connection, due.shift() as number);
    };
    const send = async (connection: Connection, dueAt: number) => {
      try {
        judge(await connection.ask(next()));
      } catch (error) {
        reject(error);
        return;
      }
      tookMs.push(performance.now() - dueAt);
      idle.push(connection);
      if (tookMs.length === total) resolve();
      else sendDue();
    };
    let made = 0;
    const timer = setInterval(() => {
      for (; made < total && startedAt + (made / perSecond) * 1000 <= performance.now(); made += 1)
        due.push(startedAt + (made / perSecond) * 1000);
      if (made === total) clearInterval(timer);
      sendDue();
    }, TICK_MS);
  });
  for (const connection of opened) connection.close();
  return toResult(tookMs, (performance.now() - startedAt) / 1000);
}
