import { checkoutRoot } from '@/lib/server/process/checkout';
import { compressedSize, scriptsOfRoutes } from '@/test/support/read-javascript';

// The JavaScript of each page, compressed as the server does it, the heaviest first. e2e/javascript.e2e.ts holds it.

export async function main(): Promise<void> {
  const checkout = checkoutRoot();
  const sizes = [...scriptsOfRoutes(checkout)]
    .map(([route, scripts]) => ({ route, kB: compressedSize(checkout, scripts) / 1_000 }))
    .sort((one, other) => other.kB - one.kB);
  for (const { route, kB } of sizes) console.log(`${kB.toFixed(1).padStart(6)} kB  ${route}`);
}
