import { type KnownKey, readKeys } from '@/lib/domain/report/proof/keys';
import { type Verdict, verifyReport } from '@/lib/domain/report/proof/verify';

/** Larger than the report of the largest fleet, and what a browser holds a few times over. */
const LARGEST_BYTES = 512 * 1024 * 1024;

export type ProofProblem =
  | 'unsupported'
  | 'unreadable'
  | 'tooLarge'
  | 'keyFileMissing'
  | 'keyFileWrong'
  | 'keysAway';

export type Proof = { verdict: Verdict } | { problem: ProofProblem };

/** The keys that this server vouches for; asked for once, so that what comes after needs no server. */
export async function readServedKeys(): Promise<KnownKey[]> {
  const answer = await fetch('/.well-known/report-keys.json');
  if (!answer.ok) throw new Error(`The keys were not served: ${answer.status}`);
  // None yet, where no report was signed.
  return isSupported() ? ((await readKeys(await answer.text())) ?? []) : [];
}

/** Browsers have it on pages that nobody on the way can change. */
const isSupported = () => globalThis.crypto?.subtle !== undefined;

async function contentOf(file: File): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    // Moved or changed since it was chosen.
    return undefined;
  }
}

export type KeyChoice =
  | { from: 'server'; keys: readonly KnownKey[] | undefined }
  | { from: 'file'; file: File | null }
  | { from: 'none' };

async function chosenKeys(choice: KeyChoice): Promise<readonly KnownKey[] | null | ProofProblem> {
  if (choice.from === 'none') return null;
  if (choice.from === 'server') return choice.keys ?? 'keysAway';
  if (choice.file === null) return 'keyFileMissing';
  const bytes = await contentOf(choice.file);
  return (bytes && (await readKeys(new TextDecoder().decode(bytes)))) ?? 'keyFileWrong';
}

/** All of it in this browser: nothing is sent. */
export async function proveFile(file: File, choice: KeyChoice): Promise<Proof> {
  if (!isSupported()) return { problem: 'unsupported' };
  if (file.size > LARGEST_BYTES) return { problem: 'tooLarge' };
  const keys = await chosenKeys(choice);
  if (typeof keys === 'string') return { problem: keys };
  const bytes = await contentOf(file);
  return bytes === undefined ? { problem: 'unreadable' } : { verdict: await verifyReport(bytes, keys) };
}
