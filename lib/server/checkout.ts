import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds prisma/migrations: found upwards, since the same code runs from source and from build/server. */
export function checkoutRoot(from = path.dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(path.join(from, 'prisma', 'migrations'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('prisma/migrations was not found in any folder above this module');
  return checkoutRoot(parent);
}
