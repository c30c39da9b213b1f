import type { MailFacts } from '@/lib/contracts/schedules';
import type { Env } from '@/lib/server/process/env';

/** What this installation sends by mail: for screens and refusals, without the address of the mail server. */
export const mailFactsOf = ({ mail }: Pick<Env, 'mail'>): MailFacts => ({
  isConfigured: mail !== undefined,
  from: mail?.from.address ?? null,
  files: mail?.files ?? false,
});
