// Joins the module's sources into the one script module that is shipped, tested and served as a zip.
// The same sources give the same bytes: nothing of the time or the machine goes into them.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { zipSync } from 'fflate';

const here = path.dirname(fileURLToPath(import.meta.url));
const name = 'GuardedFabricAgent';
const source = path.join(here, 'src', name);
// The zip format has no earlier year.
const stamp = new Date(1980, 0, 1);

function scriptsUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ps1'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort((left, right) => (left < right ? -1 : 1));
}

/** Windows PowerShell reads a script without a byte-order mark in the machine's code page. */
function readAscii(file) {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const foreign = [...text].find((character) => character > '~' || (character < ' ' && character !== '\n'));
  if (foreign) throw new Error(`${path.relative(here, file)} holds ${JSON.stringify(foreign)}: ASCII only`);
  return text;
}

/** Constrained Language Mode imports only a single file with explicit exports whole. */
function joinModule(version) {
  const shown = scriptsUnder(path.join(source, 'Public'));
  const files = [...scriptsUnder(path.join(source, 'Private')), ...shown];
  const exported = shown.map((file) => path.basename(file, '.ps1'));
  return [
    '# Made by apps/agent/build.mjs from apps/agent/src: change it there.',
    `$script:GfaVersion = '${version}'`,
    // Commands are named with their modules: for a bare name PowerShell first looks through all modules of the host.
    `$script:GfaManifestPath = Microsoft.PowerShell.Management\\Join-Path $PSScriptRoot '${name}.psd1'`,
    '$script:GfaNegotiated = $null',
    '$script:GfaRemote = $null',
    '$script:GfaWorkPath = $null',
    '$script:GfaBootMemory = $null',
    '$script:GfaRunEndsAt = $null',
    `Microsoft.PowerShell.Utility\\Import-LocalizedData -BindingVariable GfaStrings -BaseDirectory $PSScriptRoot -FileName ${name}.Strings.psd1 -UICulture en-US`,
    '',
    ...files.map(readAscii),
    `Export-ModuleMember -Function ${exported.join(', ')}`,
    '',
  ].join('\n');
}

function moduleFiles() {
  const manifest = readAscii(path.join(source, `${name}.psd1`));
  const version = /ModuleVersion = '([\d.]+)'/.exec(manifest)?.[1];
  if (!version) throw new Error('The manifest names no ModuleVersion');
  const strings = `en-US/${name}.Strings.psd1`;
  const files = {
    [`${name}.psd1`]: manifest,
    [`${name}.psm1`]: joinModule(version),
    [strings]: readAscii(path.join(source, strings)),
  };
  return {
    version,
    files: Object.entries(files).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  };
}

/** Written beside and renamed: a server that runs may be reading the old one. */
function replaceFile(file, bytes) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

/** Answers with the folder of the built module and the zip's path. */
export function buildAgent(target = path.join(here, 'build')) {
  const { version, files } = moduleFiles();
  const folder = path.join(target, name, version);
  rmSync(path.join(target, name), { recursive: true, force: true });
  for (const [file, text] of files) replaceFile(path.join(folder, file), text);
  const entries = files.map(([file, text]) => [
    `${name}/${version}/${file}`,
    [Buffer.from(text), { mtime: stamp }],
  ]);
  const zip = path.join(target, `${name}.zip`);
  replaceFile(zip, zipSync(Object.fromEntries(entries), { level: 9 }));
  return { folder, zip };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(path.relative(process.cwd(), buildAgent().zip));
}
