import type { Fleet, SnapshotDocument } from './fleet';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `>` writes UTF-16 in Windows PowerShell 5.1 and UTF-8 in later ones; the mark in front tells, and is taken off. */
function textOf(file: Uint8Array): string {
  const [first, second] = file;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(file);
}

/** Reads what `Get-GuardedFabricSnapshot -AsJson` gives on a host; null where it is nothing of the kind. */
export function readDocument(file: Uint8Array): SnapshotDocument | null {
  try {
    const document: unknown = JSON.parse(textOf(file));
    const isSnapshot = isObject(document) && 'hgsClient' in document && 'facts' in document;
    if (!isSnapshot || !('host' in document) || !isObject(document.host)) return null;
    // Sound: hgsClient may be anything, and the other two are objects.
    return isObject(document.facts) ? (document as SnapshotDocument) : null;
  } catch {
    return null;
  }
}

/** The same fleet without its story: every host says what one host said, all but who it is and when. */
export function withDocument(fleet: Fleet, document: SnapshotDocument | null): Fleet {
  if (document === null) return fleet;
  const plain = { quiet: [], isHostile: false, isSlow: false, clock: null };
  return { ...fleet, document, hosts: fleet.hosts.map((host) => ({ ...host, ...plain })) };
}
