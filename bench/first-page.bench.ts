import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { startServerProcess } from '@/test/support/server-process';

// What a person waits for: from a bare clone to the first page, and again when everything is there.

async function secondsToFirstPage(checkout: string): Promise<number> {
  const startedAt = performance.now();
  const server = await startServerProcess({ checkout, isOnDisk: true });
  try {
    const page = await fetch(server.address);
    const html = await page.text();
    if (!page.ok || !html.includes('</html>')) throw new Error(`No page: ${page.status} ${html}`);
    return (performance.now() - startedAt) / 1000;
  } finally {
    await server.stop();
  }
}

export async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-first-page-'));
  try {
    const checkout = path.join(folder, 'guarded-fabric');
    execFileSync('git', ['clone', '--quiet', checkoutRoot(), checkout]);
    const cold = await secondsToFirstPage(checkout);
    const warm = await secondsToFirstPage(checkout);
    console.log(
      `first page: ${cold.toFixed(1)} s from a bare clone (install, build, new database), ` +
        `${warm.toFixed(1)} s when built (new database); ratio ${(cold / warm).toFixed(1)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
