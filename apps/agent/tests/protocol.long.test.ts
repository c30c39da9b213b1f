import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureTools, root } from '@/apps/agent/tests/tools.mjs';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

const run = promisify(execFile);
const tools = ensureTools(console.log);
let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(path.join(tmpdir(), 'gf-agent-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

/** The runner's own report, or its output where it gave none. */
async function runPester(file: string): Promise<string> {
  const token = path.join(folder, 'token');
  writeFileSync(token, await (await makeWorld(server.runtime.db)).enrollmentToken({ uses: 100 }), {
    mode: 0o600,
  });
  const env = {
    ...process.env,
    GF_TEST_SERVER: server.address,
    GF_TEST_TOKEN_FILE: token,
    GF_TEST_STATE_DIR: folder,
  };
  const args = [path.join(root, 'apps/agent/tests/run.mjs'), path.join(root, file)];
  const { stdout } = await run(process.execPath, args, { env }).catch((error) => error);
  return stdout;
}

// Where there is no PowerShell, the agent's own runner says so aloud, and fails where CI is set.
it.runIf(tools.pwsh)(
  'the built module enrols, sends, rotates and waits as the real server wants it',
  { timeout: 600_000 },
  async () => {
    const output = await runPester('apps/agent/tests/Protocol/Send.Tests.ps1');
    expect(output).toMatch(/\n\d+ passed, 0 failed\n/);
  },
);
