import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type Elsewhere = 'remediation' | 'report' | 'verdict';

/** What every page sends to the browser. */
export function commonMessages({
  remediation: _,
  report: __,
  verdict: ___,
  ...common
}: Messages): Omit<Messages, Elsewhere> {
  return common;
}
