/** Identifiers that vendors put into many machines: they identify none. */
const VENDOR_DEFAULT_IDS: ReadonlySet<string> = new Set([
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  '12345678-1234-1234-1234-123456789012',
  '01234567-89ab-cdef-0123-456789abcdef',
  'fefefefe-fefe-fefe-fefe-fefefefefefe',
  'ffffffff-ffff-0000-0000-000000000000',
  '11111111-1111-1111-1111-111111111111',
]);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The canonical SMBIOS UUID, or null if the value identifies no single machine. */
export function usableMachineId(raw: unknown): string | null {
  if (typeof raw !== 'string') return null;
  const id = raw
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase();
  if (!UUID.test(id) || /^[0-]+$/.test(id) || /^[f-]+$/.test(id)) return null;
  return VENDOR_DEFAULT_IDS.has(id) ? null : id;
}

/** Whether a snapshot is from another machine than the enrolled one. An unknown machine counts as the same. */
export const isOtherMachine = (enrolled: string | null, sent: string | null): boolean =>
  enrolled !== null && sent !== null && enrolled !== sent;

/** Greek and Cyrillic letters that look like a Latin one, in lower or upper case: names ignore case. */
const LIKE_LATIN = new Map(
  [...'авеёікмнорстухѕјһԁαβεζηικμνορτυχ'].map((letter, index) => [
    letter,
    'abeeikmhopctyxsjhdabezhikmnoptyx'.charAt(index),
  ]),
);

/** The longest name in characters: a single character can become eighteen once its width is normalised. */
const KEY_LENGTH = 255;

/** Equal for names that look the same: ignores case, width, invisible characters, look-alikes and trailing dots. */
function comparable(name: string): string {
  const lower = name.trim().toLowerCase();
  // Nearly every name is plain, and each snapshot has one.
  const plain = /^[\x21-\x7e]*$/.test(lower) ? lower : likeLatin(lower);
  return (plain.length > KEY_LENGTH ? [...plain].slice(0, KEY_LENGTH).join('') : plain).replace(
    /[\s.]+$/,
    '',
  );
}

const likeLatin = (name: string) =>
  [
    ...name
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .toLowerCase(),
  ]
    .map((letter) => LIKE_LATIN.get(letter) ?? letter)
    .join('')
    .trim();

/** The name by which two hosts are compared: the FQDN, or else the host name. */
export function hostNameKey(host: { fqdn?: string | null; hostname: string }): string {
  const fqdn = comparable(host.fqdn ?? '');
  return fqdn === '' ? comparable(host.hostname) : fqdn;
}

const LABEL = String.raw`[_-]*[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]*`;
const LABELS = new RegExp(String.raw`^${LABEL}(\.${LABEL})*\.*$`, 'u');

/**
 * Letters of any script, digits, hyphens and underscores, with dots in between; no invisible characters, and
 * no part that consists only of hyphens and underscores.
 */
export function isHostName(name: string): boolean {
  return LABELS.test(name) && !/\p{Default_Ignorable_Code_Point}/u.test(name);
}
