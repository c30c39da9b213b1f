import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder with prisma/migrations, searched upwards because the same code runs from source and from
 * build/server.
 */
export function checkoutRoot(from = path.dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(path.join(from, 'prisma', 'migrations'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('prisma/migrations was not found in any folder above this module');
  return checkoutRoot(parent);
}

/** This program's version, as package.json has it. */
export function checkoutVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(path.join(checkoutRoot(), 'package.json'), 'utf8'),
  );
  return version;
}
