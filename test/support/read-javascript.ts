import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the build wrote of a route: the scripts of its page, and of each layout and error page around it. */
const MANIFEST = 'page_client-reference-manifest.js';

/** A file of the server's own: `globalThis.__RSC_MANIFEST["/hosts/page"] = { … };` */
function scriptsIn(manifest: string): string[] {
  const [, json = ''] = manifest.split('"] = ');
  const { entryJSFiles }: { entryJSFiles: Record<string, string[]> } = JSON.parse(json.replace(/;\s*$/, ''));
  return Object.values(entryJSFiles).flat();
}

/**
 * The scripts that the page of each route asks for before it can be used, by the address of the route: React and Next, which
 * all of them share, and its own.
 */
export function scriptsOfRoutes(checkout: string): Map<string, ReadonlySet<string>> {
  const build = path.join(checkout, '.next');
  const read = (file: string) => readFileSync(path.join(build, file), 'utf8');
  const { rootMainFiles }: { rootMainFiles: string[] } = JSON.parse(read('build-manifest.json'));
  const manifests = readdirSync(path.join(build, 'server/app'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => path.posix.basename(file) === MANIFEST);
  return new Map(
    manifests.map((file) => {
      const route = path.posix.dirname(file).replace(/\([^)]*\)\/?/g, '');
      const scripts = scriptsIn(read(`server/app/${file}`));
      return [`/${route.replace(/^\.$/, '')}`, new Set([...rootMainFiles, ...scripts])];
    }),
  );
}

/** The server sends smaller files as they are. */
const COMPRESSED_FROM_BYTES = 1_024;

const bytesSent = (file: Buffer) =>
  file.length < COMPRESSED_FROM_BYTES ? file.length : gzipSync(file).length;

/** The bytes of scripts, compressed with gzip as the server does it. */
export function compressedSize(checkout: string, scripts: Iterable<string>): number {
  return [...scripts]
    .map((script) => bytesSent(readFileSync(path.join(checkout, '.next', script))))
    .reduce((sum, size) => sum + size, 0);
}
