// What was built from what: a step is done again only when something it reads has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

const notRead = new Set(['node_modules', 'build', 'generated', '.next']);
const isTest = (name) => /\.test\.[a-z]+$/.test(name);

function* filesUnder(entry) {
  const at = path.join(root, entry);
  if (!existsSync(at)) return;
  if (statSync(at).isFile()) {
    yield entry;
    return;
  }
  for (const child of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (notRead.has(child.name) || isTest(child.name)) continue;
    yield* filesUnder(path.join(entry, child.name));
  }
}

export function sourceDigest(entries) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]);
  for (const entry of entries) {
    for (const file of filesUnder(entry))
      hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

const fileOf = (name) => path.join(root, 'build', 'stamps', name);

export function readStamp(name) {
  return existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8') : undefined;
}

export function writeStamp(name, digest) {
  mkdirSync(path.dirname(fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), digest);
}
