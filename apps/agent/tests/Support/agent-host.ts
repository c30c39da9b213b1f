import { createHash, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAgent } from '@/apps/agent/build.mjs';
import { type AgentShell, openAgentShell } from '@/apps/agent/tests/Support/agent-shell';
import { ensureTools, root, shortLivedDotnet } from '@/apps/agent/tests/tools.mjs';
import { type HostNames, hostNames } from '@/test/support/agent-client';
import { uniqueName } from '@/test/support/world';

const tests = path.join(root, 'apps/agent/tests');

/** Shared by every script, in the same language mode. `$state` is the agent's folder. */
const PRELUDE = `
$state = $env:GF_TEST_STATE
function Register {
    param([string]$Server = $env:GF_TEST_SERVER, [string]$Proxy)
    $more = @{}
    if ($Proxy) { $more['Proxy'] = $Proxy }
    Register-GuardedFabricHost -Server $Server -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state @more
}
function Add-Text {
    param([string[]]$Text)
    foreach ($one in $Text) {
        & (Get-Module GuardedFabricAgent) {
            param($state, $text)
            $enrolmentId = Get-GfaEnrolmentId -Identity (Read-GfaStateFile -StatePath $state -Name identity)
            $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId $enrolmentId -SnapshotId ($text | ConvertFrom-Json).snapshotId -Json $text
        } $state $one
    }
}
function Get-Texts { @(Get-Content -LiteralPath $env:GF_TEST_TEXTS) }
function Send { Send-GuardedFabricSnapshot -StatePath $state -Force @args }
function Set-State {
    param([string]$Name, [hashtable]$Change)
    & (Get-Module GuardedFabricAgent) {
        param($state, $name, $change)
        Write-GfaStateFile -StatePath $state -Name $name -Value (Copy-GfaRecord (Read-GfaStateFile -StatePath $state -Name $name) $change)
    } $state $Name $Change
}
function Get-Said { param([scriptblock]$Of) try { & $Of } catch { "$($_.Exception.Message)" } }
`;

export type RunOptions = {
  /** One snapshot each, as a line of JSON; a script has them by `Get-Texts`. */
  texts?: readonly string[];
  variables?: Record<string, string>;
  /** Runs in a process of its own: the script changes more than its host and its variables. */
  isApart?: boolean;
};

export type AgentHost = HostNames & {
  /** The agent's folder on this host. */
  state: string;
  /**
   * Runs a script with the built module, in Constrained Language Mode. The scripts of all hosts share a process, and
   * each has the module imported anew: what it is to know of an earlier one must be on the disk.
   */
  run: (script: string, options?: RunOptions) => Promise<unknown[]>;
  readState: (name: 'identity' | 'status' | 'counters' | 'config') => Record<string, unknown>;
  entries: (folder: 'spool' | 'sent' | 'quarantine') => string[];
  log: () => string;
};

export type AgentHosts = {
  folder: string;
  pwsh: string;
  /** `state`: where its folder is, where not in the tests' own; null is a machine without a UUID. */
  make: (options?: { state?: string; hostname?: string; machineId?: string | null }) => AgentHost;
  remove: () => void;
};

/** Where there is no PowerShell the agent's own runner says so aloud, and fails where CI is set. */
function readJson(state: string, name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(state, `${name}.json`), 'utf8'));
}

/** A table of texts as Export-Clixml writes it. */
function readIdentity(state: string): Record<string, unknown> {
  const text = readFileSync(path.join(state, 'identity.xml'), 'utf8');
  const pairs = text.matchAll(/<S N="Key">(\w+)<\/S>\s*(?:<S N="Value">([^<]*)<\/S>|<Nil N="Value" \/>)/g);
  return Object.fromEntries([...pairs].map(([, key, value]) => [key, value ?? null]));
}

export const hasPowerShell = ensureTools(console.log).pwsh !== undefined;

/** What the hosts of one file of tests share: the built module, the stubs in Windows' place, a server's address. */
export function makeAgentHosts(server: { address: string; token: string }): AgentHosts {
  const { pwsh, reason } = ensureTools(console.log);
  if (!pwsh) throw new Error(reason);
  const program = pwsh;
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-agent-'));
  // One of its own: another test may build the module while this one runs it.
  const module = path.join(buildAgent(path.join(folder, 'build')).folder, 'GuardedFabricAgent.psd1');
  const modules = path.join(folder, 'modules');
  cpSync(path.join(tests, 'Stubs/Modules'), modules, { recursive: true });
  rmSync(path.join(modules, 'Dism'), { recursive: true });
  const token = path.join(folder, 'token');
  writeFileSync(token, server.token, { mode: 0o600 });
  const described = readFileSync(path.join(tests, 'Fixtures/hosts/full.json'), 'utf8');
  const base = { ...baseEnvironment(folder, program), PSModulePath: modules };
  const open = (variables: Record<string, string>) =>
    openAgentShell(program, folder, { ...base, ...variables });
  let shared: AgentShell | undefined;
  function share(variables: Record<string, string>): AgentShell {
    shared ??= open(variables);
    return shared;
  }

  function make({
    state = path.join(folder, randomUUID()),
    hostname = uniqueName('HV'),
    machineId = randomUUID(),
  }: Parameters<AgentHosts['make']>[0] = {}): AgentHost {
    const names = { ...hostNames(hostname), machineId: machineId ?? '' };
    const host = JSON.parse(described);
    host.cim.Win32_ComputerSystemProduct.UUID = machineId;
    host.cim.Win32_ComputerSystem.DNSHostName = names.hostname;
    const stub = path.join(folder, `${randomUUID()}.json`);
    writeFileSync(stub, JSON.stringify(host));
    const environment = {
      GF_STUB_HOST: stub,
      GF_TEST_STATE: state,
      GF_TEST_SERVER: server.address,
      GF_TEST_TOKEN_FILE: token,
    };
    async function run(script: string, { isApart, ...options }: RunOptions = {}): Promise<unknown[]> {
      const variables = { ...environment, ...options.variables };
      const shell = isApart ? open(variables) : share(variables);
      try {
        return await runScript(shell, { ...options, module, folder, script, variables });
      } catch (error) {
        if (shell === shared) shared = undefined;
        throw error;
      } finally {
        if (shell !== shared) shell.end();
      }
    }
    return {
      ...names,
      state,
      run,
      readState: (name) => (name === 'identity' ? readIdentity(state) : readJson(state, name)),
      entries: (name) => readdirSync(path.join(state, name)).sort(),
      log: () => readFileSync(path.join(state, 'agent.log'), 'utf8'),
    };
  }
  function remove(): void {
    shared?.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return { folder, pwsh, make, remove };
}

function baseEnvironment(folder: string, pwsh: string): NodeJS.ProcessEnv {
  const home = path.join(root, '.tools', 'pwsh-home');
  mkdirSync(home, { recursive: true });
  return {
    ...process.env,
    PATH: `${path.dirname(pwsh)}${path.delimiter}${process.env.PATH}`,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
    TMPDIR: folder,
    TEMP: folder,
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    ...shortLivedDotnet,
    SystemRoot: path.join(tests, 'Stubs/SystemRoot'),
    SystemDrive: 'C:',
    COMPUTERNAME: 'HV-PAR-0309',
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
  };
}

type Script = { module: string; folder: string; script: string } & RunOptions;

async function runScript(
  shell: AgentShell,
  { module, folder, script, texts = [], variables = {} }: Script,
): Promise<unknown[]> {
  const textFile = path.join(folder, `${randomUUID()}.texts`);
  writeFileSync(textFile, texts.join('\n'));
  const given = Object.entries({ ...variables, GF_TEST_TEXTS: textFile });
  const output = await shell.run(
    [
      `$ErrorActionPreference = 'Stop'`,
      ...given.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
      'Set-StubHost -Path $env:GF_STUB_HOST',
      `Import-Module '${module}' -Force`,
      PRELUDE,
      `$result = & {\n${script}\n}`,
      `'<<<' + (ConvertTo-Json -InputObject @($result) -Depth 12 -Compress) + '>>>'`,
    ].join('\n'),
  );
  const result = /<<<(.*)>>>/s.exec(output)?.[1];
  if (result === undefined) throw new Error(`The script gave no result:\n${output}`);
  return JSON.parse(result);
}

/** An entry of the spool as the agent writes it, for a spool that took days to fill. */
export function spoolFile(entry: { number: number; enrolmentId: string; text: string }): string {
  const { snapshotId } = JSON.parse(entry.text);
  const hash = createHash('sha256').update(entry.text).digest('hex').slice(0, 32).toUpperCase();
  const number = String(entry.number);
  return `${number.padStart(12, '0')}.${number}.${entry.enrolmentId}.${snapshotId}.${hash}.json`;
}
