// PowerShell and Pester for the agent's tests, in the project's own .tools folder and nowhere else.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const powershellVersion = '7.6.9';
const pesterVersion = '6.2.0';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const tools = path.join(root, '.tools');
const isWindows = process.platform === 'win32';
const tool = path.join(tools, 'pwsh', isWindows ? 'pwsh.exe' : 'pwsh');
const compiled = path.join(tools, `pwsh-compiled-${powershellVersion}`);
const packages = path.join(tools, 'nuget');
const pester = path.join(packages, 'pester', pesterVersion, 'tools', 'Pester.psd1');

const env = {
  ...process.env,
  DOTNET_CLI_HOME: path.join(tools, 'dotnet'),
  NUGET_PACKAGES: packages,
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
};

/**
 * What the tests give each PowerShell they start. None lives long enough to earn back what it costs to be profiled and
 * compiled a second time, nor to collect its garbage every few megabytes: a third of their processor time together.
 */
export const shortLivedDotnet = {
  DOTNET_TieredPGO: '0',
  DOTNET_TC_CallCounting: '0',
  DOTNET_GCgen0size: `0x${(64 * 1024 * 1024).toString(16)}`,
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
  return dotnet([...args, '--tool-path', path.dirname(tool)], tools);
}

/** What every script runs through. */
const assemblies = [
  'System.Management.Automation',
  'Microsoft.PowerShell.Commands.Management',
  'Microsoft.PowerShell.Commands.Utility',
  'Microsoft.PowerShell.ConsoleHost',
  'Microsoft.PowerShell.Security',
  'Newtonsoft.Json',
];
/** What comes with those, is large, and no script of ours runs through. */
const unused = ['Humanizer', 'JsonSchema.Net', 'Microsoft.ApplicationInsights', 'System.Drawing.Common'];
const compilers = ['Microsoft.CodeAnalysis', 'Microsoft.CodeAnalysis.CSharp'];

/** A project whose only purpose is that the SDK compiles what it refers to. */
function compilingProject(source) {
  const properties = {
    TargetFramework: 'net10.0',
    UseCurrentRuntimeIdentifier: true,
    SelfContained: false,
    PublishReadyToRun: true,
    DisableTransitiveFrameworkReferenceDownloads: true,
  };
  const said = Object.entries(properties).map(([name, value]) => `<${name}>${value}</${name}>`);
  const items = [
    ...assemblies.map((name) => `<Reference Include="${path.join(source, name)}.dll" />`),
    ...[...unused, ...compilers].map((name) => `<PublishReadyToRunExclude Include="${name}.dll" />`),
  ];
  const [group, list] = [said, items].map((lines) => lines.join(''));
  return `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>${group}</PropertyGroup><ItemGroup>${list}</ItemGroup></Project>\n`;
}

function publishCompiled(source) {
  const folder = path.join(tools, 'compile');
  mkdirSync(folder, { recursive: true });
  const project = path.join(folder, 'compile.csproj');
  writeFileSync(project, compilingProject(source));
  const made = path.join(folder, 'out');
  const failure = dotnet(['publish', project, '--configuration', 'Release', '--output', made], folder);
  const copy = `${compiled}.${process.pid}`;
  cpSync(source, copy, { recursive: true });
  if (!failure)
    for (const name of assemblies) cpSync(path.join(made, `${name}.dll`), path.join(copy, `${name}.dll`));
  rmSync(folder, { recursive: true, force: true });
  renameSync(copy, compiled);
  return failure;
}

/**
 * The tool comes as intermediate code, which each process compiles anew: nearly half of what one takes that lives for
 * seconds. So a copy is compiled once, as the PowerShell of a host is. Where that cannot be done the copy is as the
 * tool is, and only slower.
 */
function fastest(print) {
  const pwsh = path.join(compiled, 'pwsh');
  if (isWindows) return tool;
  if (existsSync(pwsh)) return pwsh;
  print(`Compiling PowerShell ${powershellVersion} …`);
  const store = path.join(path.dirname(tool), '.store', 'powershell', powershellVersion);
  const failure = publishCompiled(
    path.join(store, 'powershell', powershellVersion, 'tools/net10.0/any/unix'),
  );
  if (failure) print(`It could not be compiled, and runs as it comes: ${failure}`);
  return pwsh;
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

/** Answers with the programs, `tool` as it comes and `pwsh` compiled, or with the reason why there are none. */
export function ensureTools(print) {
  mkdirSync(tools, { recursive: true });
  const reason =
    ensure(tool, installPowerShell, print, `PowerShell ${powershellVersion}`) ??
    ensure(pester, installPester, print, `Pester ${pesterVersion}`);
  return reason ? { reason } : { tool, pwsh: fastest(print), pester };
}
