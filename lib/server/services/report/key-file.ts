import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { named } from '@/lib/domain/report/proof/keys';
import { ServiceError } from '@/lib/server/errors';
import { readIfThere, replaceFile, writeNew } from '@/lib/server/process/data-files';
import type { Env } from '@/lib/server/process/env';
import { StartupError } from '@/lib/server/process/startup-error';
import type { Signer } from '@/lib/server/report-formats';

/** Where the private key is: in the data folder, or in a file that somebody else looks after. */
export type KeyPlace = { file: string; isGiven: boolean };

export const keyPlaceOf = ({ dataDir, reportKeyFile }: Pick<Env, 'dataDir' | 'reportKeyFile'>): KeyPlace =>
  reportKeyFile === undefined
    ? { file: path.join(dataDir, 'keys', 'report-key.pem'), isGiven: false }
    : { file: path.resolve(reportKeyFile), isGiven: true };

const MAKE_ONE = 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256';

function sentence({ file, isGiven }: KeyPlace, what: string): string {
  const way = isGiven
    ? `give GF_REPORT_KEY_FILE a file that this server can read, such as ${MAKE_ONE} makes`
    : 'restore it from your backup, or remove it and run gf report-key rotate: the next report is then signed with a new key, and earlier ones stay valid';
  return `The key that signs reports, ${file}, ${what}: ${way}`;
}

const reasonOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

function parseKey(place: KeyPlace, text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new ServiceError(
      'unavailable',
      sentence(place, 'holds no private key in PEM form without passphrase'),
    );
  }
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  throw new ServiceError('unavailable', sentence(place, 'is not a key on the curve P-256'));
}

async function toSigner(privateKey: KeyObject): Promise<Signer> {
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  return { ...(await named({ x, y })), privateKey };
}

/** Undefined where the data folder has none yet. */
export async function readKey(place: KeyPlace): Promise<Signer | undefined> {
  let text: string | undefined;
  try {
    text = readIfThere(place.file);
  } catch (error) {
    throw new ServiceError('unavailable', sentence(place, `cannot be read (${reasonOf(error)})`));
  }
  if (text !== undefined) return toSigner(parseKey(place, text));
  if (!place.isGiven) return undefined;
  throw new ServiceError('unavailable', sentence(place, 'is not there'));
}

const newKeyText = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
};

/** Made by gf as root, it still has to be read by the server, whose folder it is. */
function handToOwner(file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(path.dirname(file)));
  chownSync(path.dirname(file), uid, gid);
  chownSync(file, uid, gid);
}

function writeKey(place: KeyPlace, write: (file: string) => unknown): void {
  try {
    mkdirSync(path.dirname(place.file), { recursive: true, mode: 0o700 });
    write(place.file);
    handToOwner(place.file);
  } catch (error) {
    throw new ServiceError('unavailable', sentence(place, `cannot be written (${reasonOf(error)})`));
  }
}

/** Made at first use. Of two processes that make one at once, both sign with the one that came first. */
export async function ensureKey(place: KeyPlace): Promise<Signer> {
  const found = await readKey(place);
  if (found) return found;
  writeKey(place, (file) => writeNew(file, newKeyText()));
  const made = await readKey(place);
  if (made) return made;
  throw new ServiceError('unavailable', sentence(place, 'was removed while it was made'));
}

/** A new key, and what puts it into its place. */
export async function prepareKey(place: KeyPlace): Promise<Signer & { keep: () => void }> {
  const text = newKeyText();
  const key = await toSigner(createPrivateKey(text));
  return { ...key, keep: () => writeKey(place, (file) => replaceFile(file, text)) };
}

/** A server that could sign nothing says so when it starts, and not a month later. */
export async function checkReportKey(env: Env): Promise<void> {
  try {
    await readKey(keyPlaceOf(env));
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error));
  }
}
