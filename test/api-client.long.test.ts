import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiToken } from '@/lib/server/services/operator';
import { systemCtx } from '@/test/support/callers';
import { enrolledHosts } from '@/test/support/ingest';
import { startTestServer, type TestServer } from '@/test/support/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

// A client for TypeScript, generated from the API's description by a tool of others, compiled strictly and run. Its packages are
// installed in a folder of their own: they are none of the product's, and ask for an older TypeScript.

const PACKAGES = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0', 'typescript@5.9.3'];

const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

declare const process: { argv: string[] };
const [, , address = '', token = ''] = process.argv;
const api = createClient<paths>({ baseUrl: address, headers: { authorization: 'Bearer ' + token } });

const nameOf = (host: components['schemas']['HostRow']): string => host.hostname;
// @ts-expect-error A host has its state, and it is no number.
const stateOf = (host: components['schemas']['HostRow']): number => host.state;

const { data, error } = await api.GET('/api/v1/hosts', { params: { query: { state: ['Silent', 'Unknown'], limit: 50 } } });
if (error !== undefined) throw new Error(error.title);
const made = await api.POST('/api/v1/fabrics', { body: { name: 'PAR-Generated' } });
console.log(JSON.stringify({ hosts: data.hosts.map(nameOf), status: made.response.status, states: typeof stateOf }));
`;

const run = promisify(execFile);
const folder = temporaryFolder('gf-api-client-');
const inFolder = (command: string, ...words: string[]) => run(command, words, { cwd: folder });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('is a client for TypeScript once it is generated, with a type for each shape', async () => {
  const { db } = server.runtime;
  const [host] = await enrolledHosts(db, new Date(), 1);
  const { token } = await createApiToken({
    ctx: systemCtx(db),
    input: { name: 'client', role: 'administrator' },
  });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await inFolder('npm', 'install', '--no-audit', '--no-fund', '--save-exact', ...PACKAGES);
  const described = await (await fetch(`${server.address}/api/v1/openapi.json`)).text();
  writeFileSync(path.join(folder, 'openapi.json'), described);
  await inFolder('npx', 'openapi-typescript', 'openapi.json', '-o', 'api.d.ts');
  writeFileSync(path.join(folder, 'client.ts'), PROGRAM);
  const strict = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck'];
  await inFolder('npx', 'tsc', ...strict, '--lib', 'es2022,dom', 'client.ts');
  const { stdout } = await inFolder('node', 'client.js', server.address, token);
  expect(JSON.parse(stdout)).toEqual({
    hosts: expect.arrayContaining([host?.hostname]),
    status: 201,
    states: 'function',
  });
});
