import type { State } from '@/lib/domain/vocabulary';

/** The class that carries a state's three colours. */
export const STATE_CLASS: Readonly<Record<State, string>> = {
  Passed: 's-passed',
  InsecureHostConfiguration: 's-insecure',
  UnauthorizedHost: 's-unauthorized',
  TpmError: 's-tpm',
  Expired: 's-expired',
  TransientError: 's-transient',
  NotConfigured: 's-notconfigured',
  Unknown: 's-unknown',
  Silent: 's-silent',
};
