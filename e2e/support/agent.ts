import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';

const run = promisify(execFile);

type Options = {
  address: string;
  token: string;
  hostname: string;
  machineId: string;
};

type RunResult = { ExitCode: number; Answer: { results: { outcome: string }[] } };

/** Why the agent cannot run here, if it cannot. */
export function agentToolsMissing(): string | undefined {
  return ensureTools(console.log).reason;
}

/**
 * The built module, in Constrained Language Mode, enrols and sends one snapshot of the host that its own fixture
 * describes, where BitLocker and Secure Boot fail.
 */
export async function runAgentOnce({ address, token, hostname, machineId }: Options): Promise<RunResult> {
  const { pwsh, reason } = ensureTools(console.log);
  if (!pwsh) throw new Error(reason);
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-agent-'));
  try {
    const tokenFile = path.join(folder, 'token');
    const stateDir = path.join(folder, 'state');
    mkdirSync(stateDir);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const script = path.join(root, 'apps/agent/tests/Protocol/run-once.ps1');
    const env = {
      ...process.env,
      ...shortLivedDotnet,
      PATH: `${path.dirname(pwsh)}${path.delimiter}${process.env.PATH}`,
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
      GF_AGENT_MODULE: builtModule(),
      GF_TEST_SERVER: address,
      GF_TEST_TOKEN_FILE: tokenFile,
      GF_TEST_STATE_DIR: stateDir,
      GF_TEST_HOSTNAME: hostname,
      GF_TEST_MACHINE_ID: machineId,
    };
    const { stdout } = await run(pwsh, ['-NoProfile', '-NonInteractive', '-File', script], { env });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function builtModule(): string {
  const folder = path.join(root, 'apps/agent/build/GuardedFabricAgent');
  const [version] = readdirSync(folder);
  if (!version) throw new Error('The agent is not built: run npm run build');
  return path.join(folder, version, 'GuardedFabricAgent.psd1');
}
