// Makes node_modules what package-lock.json says, and does nothing (and asks no network) where it already is.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
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

/** npm notes in node_modules what it installed; that is compared, so that an install by hand counts too. */
export function isInstalled(wanted, installed) {
  const needed = Object.entries(wanted.packages).filter(([name, meta]) => name !== '' && !meta.optional);
  return needed.every(([name, meta]) => installed.packages[name]?.version === meta.version);
}

function isCurrent() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  return isInstalled(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'));
}

export async function ensureInstalled(print) {
  refuseOldNode();
  if (isCurrent()) return;
  // The build needs compilers and types whatever NODE_ENV says.
  const flags = ['--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await step('Installing packages', print, () => run('npm', ['ci', ...flags]));
}
