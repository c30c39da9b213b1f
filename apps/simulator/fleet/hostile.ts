/** Ends attributes, elements, scripts, CSV cells, formulas, terminals and reading order, if somebody lets it. */
const HOSTILE_TEXT =
  '=HYPERLINK("http://evil.example","x")"\'><script>alert(1)</script><img src=x onerror=alert(2)>' +
  '{{7*7}}$' +
  '{jndi:x}`$(whoami)`;DROP TABLE host;--\u202Egnp.exe\u0007\u001B[31m\r\n,"\u0000\uFFFF';

export const hostileName = (hostname: string) => `${hostname}"><img src=x onerror=alert(3)>=1+1`;
const hostileCluster = (cluster: string) => `${cluster}'"><script>alert(4)</script>\u202E`;

/** What the product itself judges by stays as it is, or the host would not be one that passes. */
const KEPT: ReadonlySet<string> = new Set([
  'snapshotId',
  'collectedAt',
  'bootedAt',
  'status',
  'mode',
  'attestationOperationMode',
  'attestationStatus',
  'attestationSubstatus',
  'attestationSubstatusCode',
  'hostname',
  'fqdn',
  'cluster',
  'installState',
  'uefiCa2023Status',
]);

/** Every other text of the snapshot, wherever it stands, is hostile; each begins with where it stands. */
export function withHostileText<Snapshot extends { host: { cluster: string } }>(
  snapshot: Snapshot,
): Snapshot {
  const host = { ...snapshot.host, cluster: hostileCluster(snapshot.host.cluster) };
  // Sound: only texts are replaced, by texts.
  return replaceTexts({ ...snapshot, host }, '') as Snapshot;
}

function replaceTexts(value: unknown, name: string): unknown {
  if (typeof value === 'string') return KEPT.has(name) ? value : `${HOSTILE_TEXT} ${name}`;
  if (Array.isArray(value)) return value.map((member) => replaceTexts(member, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceTexts(inner, key)]));
}
