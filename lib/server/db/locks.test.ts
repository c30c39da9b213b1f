import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LOCKS } from './locks';

// What the embedded PostgreSQL locks is in another database.
const isSource = (file: string) => /(?<!\.test)\.ts$/.test(file) && !file.startsWith('db/embedded/');

it('has a number of its own', () => {
  expect(new Set(Object.values(LOCKS)).size).toBe(Object.keys(LOCKS).length);
});

it('is named in one file, and nowhere else is a number of one', () => {
  const folder = path.resolve(import.meta.dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const numbered = files.filter((file) =>
    /pg_(try_)?advisory_(xact_)?lock\((?!\$\{LOCKS|\$1)/.test(readFileSync(path.join(folder, file), 'utf8')),
  );
  expect(numbered).toEqual([]);
});
