import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { named } from '@/lib/domain/report/proof/keys';
import { ServiceError } from '@/lib/server/errors';
import { moveFile, readIfThere, replaceFile, writeNew } from '@/lib/server/process/data-files';
import type { Env } from '@/lib/server/process/env';
import { StartupError } from '@/lib/server/process/startup-error';
import type { Signer } from '@/lib/server/report-formats';
import type { KeyPlace } from '@/lib/server/verbs/facilities';

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

/** The stored key; undefined if the data folder has none yet. */
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

/** Gives the file to the owner of its folder: gf may create it as root, but the server has to read it. */
function handToOwner(file: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(path.dirname(file)));
  chownSync(path.dirname(file), uid, gid);
  chownSync(file, uid, gid);
}

function writeKey(file: string, write: (file: string) => unknown): void {
  const folder = path.dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    write(file);
    handToOwner(file);
  } catch (error) {
    throw new ServiceError(
      'unavailable',
      `A new key that signs reports cannot be written to ${file} (${reasonOf(error)}): give the server a disk with room ` +
        `and the right to write into ${folder}, and try again. Nothing was changed`,
    );
  }
}

/** Creates the key at first use. If two processes do so at once, both use the one that came first. */
export async function ensureKey(place: KeyPlace): Promise<Signer> {
  const found = await readKey(place);
  if (found) return found;
  writeKey(place.file, (file) => writeNew(file, newKeyText()));
  const made = await readKey(place);
  if (made) return made;
  throw new ServiceError('unavailable', sentence(place, 'was removed while it was made'));
}

/** The file is named after its key, so that two simultaneous rotations do not overwrite each other's key. */
const waitingFile = ({ file }: KeyPlace, kid: string) => `${file}.${kid}`;

/** Creates a new key. It is on disk beside the present one before anybody can start using it. */
export async function makeKey(place: KeyPlace): Promise<Signer> {
  const text = newKeyText();
  const key = await toSigner(createPrivateKey(text));
  writeKey(waitingFile(place, key.kid), (file) => replaceFile(file, text));
  return key;
}

/** The key with this id, if it still waits beside the previous one. A key in a given file has no waiting file. */
export async function readWaitingKey(place: KeyPlace, kid: string): Promise<Signer | undefined> {
  return place.isGiven ? undefined : readKey({ file: waitingFile(place, kid), isGiven: false });
}

/** Replaces the previous key, which is gone afterwards. */
export const putInPlace = (place: KeyPlace, kid: string): void =>
  moveFile(waitingFile(place, kid), place.file);

/** Reports at the start of the server that it could not sign, instead of at the next report. */
export async function checkReportKey(env: Env): Promise<void> {
  try {
    await readKey(keyPlaceOf(env));
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error));
  }
}
