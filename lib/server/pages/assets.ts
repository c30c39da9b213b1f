import { readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = '/_next/static/';

/**
 * Files of the build need no session, because they are the same for everybody. Any other address may end in a
 * page for a person.
 */
export const isAsset = (url: string): boolean => url.startsWith(FOLDER);

function pathIn(url: string): string | null {
  try {
    return decodeURIComponent(url.slice(FOLDER.length).split(/[?#]/)[0] ?? '');
  } catch {
    return null;
  }
}

/**
 * Recognises addresses of files that the build made. An unknown one is not passed on: it would end in the
 * page for unknown addresses, which is rendered for a person.
 */
export function knownAssets(root: string): (url: string) => boolean {
  const files = readdirSync(path.join(root, '.next', 'static'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      path
        .relative(path.join(root, '.next', 'static'), path.join(parentPath, name))
        .split(path.sep)
        .join('/'),
    );
  const made = new Set(files);
  return (url) => made.has(pathIn(url) ?? '');
}
