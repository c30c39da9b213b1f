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

/** What a host is called when two are compared: FQDN, case and a trailing dot aside, else its host name. */
export function hostNameKey(host: { fqdn?: string | null; hostname: string }): string {
  const fqdn = (host.fqdn ?? '').trim().replace(/\.$/, '').toLowerCase();
  return fqdn === '' ? host.hostname.trim().toLowerCase() : fqdn;
}
