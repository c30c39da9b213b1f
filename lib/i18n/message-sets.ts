import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type HostOnly = 'remediation' | 'verdict';

/** What every page sends to the browser. */
export function commonMessages({
  remediation: _,
  verdict: __,
  ...common
}: Messages): Omit<Messages, HostOnly> {
  return common;
}
