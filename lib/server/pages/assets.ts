import { readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = '/_next/static/';

/** What the build made needs no session; it is the same for everybody. All else may end in a page that asks who reads it. */
export const isAsset = (url: string): boolean => url.startsWith(FOLDER);

function pathIn(url: string): string | null {
  try {
    return decodeURIComponent(url.slice(FOLDER.length).split(/[?#]/)[0] ?? '');
  } catch {
    return null;
  }
}

/**
 * Tells which of these addresses the build made. One that it did not make is not handed on: it would end in the page for unknown
 * addresses, which is rendered for somebody.
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
