import { csvText } from '@/lib/util/csv-text';
import { inPowershell } from '@/lib/util/powershell-text';
import { visibleText } from '@/lib/util/visible-text';

export const NAME_FORMS = ['lines', 'csv', 'powershell'] as const;
export type NameForm = (typeof NAME_FORMS)[number];

type Named = { hostname: string; fqdn: string | null };

/** The host name, or the full one of a host that shares the short one with another of them. */
function namesOf(hosts: readonly Named[]): string[] {
  const keyOf = ({ hostname }: Named) => hostname.toLowerCase();
  const times = new Map<string, number>();
  for (const host of hosts) times.set(keyOf(host), (times.get(keyOf(host)) ?? 0) + 1);
  return hosts.map((host) => ((times.get(keyOf(host)) ?? 0) > 1 && host.fqdn ? host.fqdn : host.hostname));
}

/**
 * Names of hosts to take elsewhere. They are what the hosts say: what would end a line, or be obeyed by the window that
 * they are pasted into, is a mark as on the screen.
 */
export function formatNames(hosts: readonly Named[], form: NameForm): string {
  const names = namesOf(hosts).map(visibleText);
  switch (form) {
    case 'lines':
      return names.join('\n');
    case 'powershell':
      return `@(${names.map(inPowershell).join(', ')})`;
    case 'csv': {
      const rows = hosts.map(({ hostname, fqdn }) => [csvText(hostname), csvText(fqdn ?? '')]);
      return [['hostname', 'fqdn'], ...rows].map((row) => row.join(',')).join('\r\n');
    }
  }
}
