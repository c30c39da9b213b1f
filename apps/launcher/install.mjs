// Makes node_modules what package-lock.json says, and does nothing (and asks no network) where it already is.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { alone } from './run-alone.mjs';
import { Refusal, root, run, step } from './steps.mjs';

const oldestNode = [20, 19];

function readJson(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

export function refuseOldNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Refusal(`Node.js ${version} is too old: install Node.js ${oldestNode.join('.')} or newer`);
}

const asked = ['package.json', 'package-lock.json'];
const noteFile = path.join(root, 'node_modules', '.installed-for');

function digest() {
  const hash = createHash('sha256');
  for (const file of asked) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** What npm noted down as installed is all that the lock file wants: an install by hand counts too. */
export function isInstalled(wanted, installed) {
  const needed = Object.entries(wanted.packages).filter(([name, meta]) => name !== '' && !meta.optional);
  return needed.every(([name, meta]) => installed.packages[name]?.version === meta.version);
}

function isCurrent() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  if (existsSync(noteFile) && readFileSync(noteFile, 'utf8') === digest()) return true;
  return isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'));
}

export async function ensureInstalled(print) {
  refuseOldNode();
  if (isCurrent()) return;
  await alone(print, async () => {
    if (isCurrent()) return;
    // The build needs compilers and types whatever NODE_ENV says.
    const flags = ['--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    await step('Installing packages', print, () => run('npm', ['ci', ...flags]));
    writeFileSync(noteFile, digest());
  });
}
