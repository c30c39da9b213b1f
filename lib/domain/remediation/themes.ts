import { CHECK_GROUPS, CHECKS, isDocumentedCheck } from '@/lib/domain/vocabulary';
import { memberOf } from '@/lib/util/guards';
import type { RemediationEntry } from './types';

/** What an entry of the catalogue is about: the page's order, from what HGS answered down to the agent. */
export const THEMES = ['status', ...CHECK_GROUPS, 'hgsConnection', 'host'] as const;
export type Theme = (typeof THEMES)[number];

/** Checks that HGS names while the host could not ask it, or it could not answer. */
const isOfConnection = memberOf(['HostUnreachable', 'ServiceUnavailable', 'AuthenticationFailure']);

/** Names that are not among Microsoft's documented substatuses stand with what they are about. */
const OTHER_THEME: Readonly<Record<string, Theme>> = {
  DebugMode: 'bootIntegrity',
  UnsupportedHardware: 'bootIntegrity',
  hgsClientConfigured: 'hgsConnection',
  fallbackInUse: 'hgsConnection',
  modernTls: 'hgsConnection',
  clockInSync: 'hgsConnection',
  secureBootUpdatePending: 'bootIntegrity',
  secureBootWaitsForKek: 'bootIntegrity',
  secureBootFirmware: 'bootIntegrity',
  secureBootRestartPending: 'bootIntegrity',
};

export function themeOf({ key, kind }: Pick<RemediationEntry, 'key' | 'kind'>): Theme {
  if (kind === 'status') return 'status';
  if (isDocumentedCheck(key)) return CHECKS[key].group;
  if (isOfConnection(key)) return 'hgsConnection';
  return OTHER_THEME[key] ?? 'host';
}
