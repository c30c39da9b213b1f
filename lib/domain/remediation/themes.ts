import { CHECK_GROUPS, CHECKS, isDocumentedCheck } from '@/lib/domain/vocabulary';
import { memberOf } from '@/lib/util/guards';
import type { RemediationEntry } from './types';

/** The theme of an entry, in the order of the page: from HGS's answers to the agent. */
export const THEMES = ['status', ...CHECK_GROUPS, 'hgsConnection', 'host'] as const;
export type Theme = (typeof THEMES)[number];

/** Checks that HGS names if the host could not reach it, or it could not answer. */
const isOfConnection = memberOf(['HostUnreachable', 'ServiceUnavailable', 'AuthenticationFailure']);

/** The theme of names that are not among Microsoft's documented substatuses. */
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
