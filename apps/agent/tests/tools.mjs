// PowerShell and Pester for the agent's tests, in the project's own .tools folder and nowhere else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const powershellVersion = '7.6.9';
const pesterVersion = '6.2.0';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const tools = path.join(root, '.tools');
const pwsh = path.join(tools, 'pwsh', process.platform === 'win32' ? 'pwsh.exe' : 'pwsh');
const packages = path.join(tools, 'nuget');
const pester = path.join(packages, 'pester', pesterVersion, 'tools', 'Pester.psd1');

const env = {
  ...process.env,
  DOTNET_CLI_HOME: path.join(tools, 'dotnet'),
  NUGET_PACKAGES: packages,
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
};

function dotnet(args, cwd) {
  const { error, status, stdout, stderr } = spawnSync('dotnet', args, { cwd, env, encoding: 'utf8' });
  if (error) return 'the .NET SDK (dotnet) is not installed';
  return status === 0
    ? undefined
    : `dotnet ${args[0]} failed: ${`${stdout}${stderr}`.trim().split('\n').at(-1)}`;
}

function installPowerShell() {
  const args = ['tool', 'install', 'PowerShell', '--version', powershellVersion];
  return dotnet([...args, '--tool-path', path.dirname(pwsh)], tools);
}

/** Pester is no .NET tool; a project that only downloads it brings it with the same client. */
function installPester() {
  const folder = path.join(tools, 'pester');
  mkdirSync(folder, { recursive: true });
  const item = `<PackageDownload Include="Pester" Version="[${pesterVersion}]" />`;
  const properties = '<PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>';
  const file = path.join(folder, 'pester.csproj');
  writeFileSync(
    file,
    `<Project Sdk="Microsoft.NET.Sdk">${properties}<ItemGroup>${item}</ItemGroup></Project>\n`,
  );
  return dotnet(['restore', file], folder);
}

function ensure(file, install, print, title) {
  if (existsSync(file)) return undefined;
  print(`Installing ${title} …`);
  const failure = install();
  if (failure) return failure;
  return existsSync(file) ? undefined : `${title} was installed, but not where it was expected (${file})`;
}

/** Answers with the programs, or with the reason why there are none. */
export function ensureTools(print) {
  mkdirSync(tools, { recursive: true });
  const reason =
    ensure(pwsh, installPowerShell, print, `PowerShell ${powershellVersion}`) ??
    ensure(pester, installPester, print, `Pester ${pesterVersion}`);
  return reason ? { reason } : { pwsh, pester };
}
