/** Properties that name the host of an output. PowerShell remoting adds the first one by itself. */
const NAME_FIELDS = [
  'PSComputerName',
  'ComputerName',
  'HostName',
  'MachineName',
  'DNSHostName',
  '__SERVER',
  'FQDN',
] as const;

/** These are too common in prose to count in a list; as the header of a column beside a status they count. */
const COLUMN_NAMES = [...NAME_FIELDS, 'Name', 'Host', 'Server', 'Computer', 'Node', 'Target'] as const;

const MAX_NAME_CHARS = 255;

const IN_LIST = new RegExp(`^\\s*["']?(?:${NAME_FIELDS.join('|')})["']?\\s*[:=]\\s*(.*)$`, 'i');
const IN_PROMPT = /^\s*\[([^\]\s]{1,255})\]: PS /;
const NAME_COLUMNS: ReadonlySet<string> = new Set(COLUMN_NAMES.map((name) => name.toLowerCase()));

export function isNameColumn(header: string): boolean {
  return NAME_COLUMNS.has(header.toLowerCase());
}

/** Recognises Get-HgsAttestationReport: only HGS records the time of each attempt with its host. */
export function isAttestationRecord(names: readonly string[]): boolean {
  const lower = names.map((name) => name.toLowerCase());
  return lower.includes('time') && lower.includes('hostname');
}

/** The host that a line of a list names, or that a remote prompt belongs to. */
export function namedHost(line: string): string | null {
  return hostName(IN_LIST.exec(line)?.[1] ?? promptedHost(line) ?? '');
}

/** The host at whose remote prompt a line was typed. */
export function promptedHost(line: string): string | null {
  return IN_PROMPT.exec(line)?.[1] ?? null;
}

export function hostName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const bare = value.trim().replace(/^["'{]+|["'},]+$/g, '');
  return bare === '' || bare.length > MAX_NAME_CHARS || /\s/.test(bare) ? null : bare;
}
