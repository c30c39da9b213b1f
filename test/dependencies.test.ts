import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAllowed, productionPackages, renewed, tableOf } from '@/apps/launcher/dependencies.mjs';
import { checkoutRoot } from '@/lib/server/process/checkout';

const document = readFileSync(path.join(checkoutRoot(), 'docs/dependencies.md'), 'utf8');
const found = productionPackages();

/** The names, some ending in `*`, in the first column of the table of licences to know. */
const noted = [
  ...(/## Licences to know([\s\S]*?)\n## /.exec(document)?.[1] ?? '').matchAll(/^\| (`[^|]*) \|/gm),
]
  .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)])
  .map(([, name = '']) => name);

const isNoted = (name: string) =>
  noted.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));

describe('the packages of a running server', () => {
  it('have licences that are allowed, or are named with the reason why they may stay', () => {
    expect(found.filter(({ name, licence }) => !isAllowed(licence) && !isNoted(name))).toEqual([]);
  });

  it('are named for their licence only where they have another one than is allowed', () => {
    const unusual = found.filter(({ licence }) => !isAllowed(licence)).map(({ name }) => name);
    const isOf = (known: string) =>
      unusual.some((name) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known));
    expect(noted.filter((known) => !isOf(known))).toEqual([]);
  });

  it('are listed as they are: `npm run dependencies` renews the list', () => {
    expect(document).toBe(renewed(document, tableOf(found)));
  });

  it('are not those of the build and of tests', () => {
    const names = new Set(found.map(({ name }) => name));
    const building = [
      'prisma',
      'effect',
      'esbuild',
      'tailwindcss',
      'lightningcss',
      'vitest',
      'playwright-core',
    ];
    expect(building.filter((name) => names.has(name))).toEqual([]);
    expect(names).toContain('fastify');
  });
});
