/** Identifiers that vendors leave in many machines at once: they name no machine. */
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

/** The canonical SMBIOS UUID, or null where what was given identifies no single machine. */
export function usableMachineId(raw: unknown): string | null {
  if (typeof raw !== 'string') return null;
  const id = raw
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase();
  if (!UUID.test(id) || /^[0-]+$/.test(id) || /^[f-]+$/.test(id)) return null;
  return VENDOR_DEFAULT_IDS.has(id) ? null : id;
}

/** Whether a snapshot is of another machine than the one that was enrolled. What is not known is no other one. */
export const isOtherMachine = (enrolled: string | null, sent: string | null): boolean =>
  enrolled !== null && sent !== null && enrolled !== sent;

/** Letters of Greek and Cyrillic that are drawn like a Latin one, small or capital: names know no case. */
const LIKE_LATIN = new Map(
  [...'авеёікмнорстухѕјһԁαβεζηικμνορτυχ'].map((letter, index) => [
    letter,
    'abeeikmhopctyxsjhdabezhikmnoptyx'.charAt(index),
  ]),
);

/** As long as a name may be, in characters: one character of a name can be eighteen once its width is evened out. */
const KEY_LENGTH = 255;

/** Equal for names that nobody can tell apart by looking: case, width, invisible characters, look-alikes, last dots. */
function comparable(name: string): string {
  const lower = name.trim().toLowerCase();
  // Nearly every name, with every snapshot.
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

/** What a host is called when two are compared: its FQDN, else its host name. */
export function hostNameKey(host: { fqdn?: string | null; hostname: string }): string {
  const fqdn = comparable(host.fqdn ?? '');
  return fqdn === '' ? comparable(host.hostname) : fqdn;
}

const LABEL = String.raw`[_-]*[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]*`;
const LABELS = new RegExp(String.raw`^${LABEL}(\.${LABEL})*\.*$`, 'u');

/**
 * Letters of any script, digits, hyphens and underscores, with dots between; nothing that cannot be seen, and no part
 * of hyphens and underscores alone.
 */
export function isHostName(name: string): boolean {
  return LABELS.test(name) && !/\p{Default_Ignorable_Code_Point}/u.test(name);
}
