import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenForSnapshots } from '@/lib/server/http/agent/agent-snapshots';
import { createListener, drain, type Handlers, listen } from '@/lib/server/listener/listener';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

let running: TestServer;

beforeAll(async () => {
  running = await startTestServer();
});

afterAll(() => running.stop());

const fault = () => new Error('a fault of ours');

async function asking<T>(handler: Handlers['api'], ask: (address: string) => Promise<T>): Promise<T> {
  const snapshots = listenForSnapshots(
    async (request, response) => void (await handler(request, response)),
    running.runtime,
  );
  const { runtime } = running;
  const server = createListener({ runtime, handlers: () => ({ api: handler, page: handler, snapshots }) });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  try {
    return await ask(`http://127.0.0.1:${port}`);
  } finally {
    await drain(server);
  }
}

const DOORS: [string, RequestInit][] = [
  ['/a-page', {}],
  ['/api/x', {}],
  ['/api/v1/agent/snapshots', { method: 'POST' }],
];

describe.each(DOORS)('a handler that fails at %s', (where, init) => {
  it.each<[string, Handlers['api']]>([
    [
      'at once',
      () => {
        throw fault();
      },
    ],
    [
      'later',
      async () => {
        await new Promise(setImmediate);
        throw fault();
      },
    ],
  ])('%s is answered as a problem, and logged', async (_when, handler) => {
    const before = running.logged.length;
    const response = await asking(handler, (address) => fetch(address + where, init));
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = await response.json();
    expect(problem).toMatchObject({ code: 'internal_error' });
    const lines = running.logged.slice(before).filter((line) => line.includes('a fault of ours'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(problem.requestId);
  });

  it('after it has begun to answer ends the connection', async () => {
    const handler: Handlers['api'] = async (_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
      await new Promise(setImmediate);
      throw fault();
    };
    await asking(handler, async (address) => {
      const response = await fetch(address + where, init);
      await expect(response.text()).rejects.toThrow();
    });
  });
});

/** A program that begins as the server does, and then runs these lines. */
async function programOf(lines: string): Promise<string> {
  const folder = temporaryFolder('gf-stray-');
  const entry = path.join(checkoutRoot(), 'lib/server/process/stray-errors.ts');
  await build({ entryPoints: [entry], outdir: folder, format: 'esm', outExtension: { '.js': '.mjs' } });
  const program = path.join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { answerStrayErrors } from './stray-errors.mjs';
     answerStrayErrors({ error: ({ err }, text) => console.log(text + ': ' + err.message) }, () => console.log('stopping'));
     ${lines}`,
  );
  return program;
}

describe('an error that nothing caught', () => {
  it('stops the server in order, which goes on after a rejection or a broken connection; all but lost output is logged', async () => {
    const program = await programOf(
      `Promise.reject(new Error('one'));
       setImmediate(() => { throw Object.assign(new Error('two'), { code: 'ECONNRESET', syscall: 'read' }); });
       setImmediate(() => { throw Object.assign(new Error('three'), { code: 'EPIPE' }); });
       setImmediate(() => setImmediate(() => console.log('still here')));
       setTimeout(() => { throw new Error('four'); }, 50);`,
    );
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    const [code] = await once(child, 'close');
    expect(text.trim().split('\n')).toEqual([
      'a rejected promise that nothing waited for: one',
      'a connection that nothing listened to: two',
      'still here',
      'an error that nothing caught: the server stops: four',
      'stopping',
    ]);
    expect(code).toBe(0);
  });

  it('is none where nobody reads what is printed any more: writing about it would fail again, without end', async () => {
    const program = await programOf(
      `import { once } from 'node:events';
       let told = 0;
       // Next.js listens so.
       process.on('uncaughtException', (error) => { told += 1; console.error(error); });
       await once(process.stdin.resume(), 'end');
       for (const stream of [process.stdout, process.stderr]) stream.write('Is anybody there?');
       for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
       process.exit(told);`,
    );
    const child = spawn(process.execPath, [program], { stdio: 'pipe' });
    for (const stream of [child.stdout, child.stderr]) {
      stream.destroy();
      await once(stream, 'close');
    }
    child.stdin.end();
    const ended = once(child, 'exit');
    const stuck = setTimeout(() => child.kill('SIGKILL'), 10_000);
    expect(await ended).toEqual([0, null]);
    clearTimeout(stuck);
  });
});
