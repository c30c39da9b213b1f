import { mailFactsOf } from '@/lib/server/mail/mail-facts';
import type { Runtime } from '@/lib/server/runtime';
import { keyPlaceOf } from '@/lib/server/services/report';
import type { Facilities } from '@/lib/server/verbs/facilities';

/** What this server passes to verbs that need it, through any door. */
export const facilitiesOf = ({
  env,
  publicUrl,
  settings,
  mailer,
  certificate,
}: Pick<Runtime, 'env' | 'publicUrl' | 'settings' | 'mailer' | 'certificate'>): Facilities => ({
  env,
  keyPlace: keyPlaceOf(env),
  publicUrl,
  settings,
  mailer,
  mail: mailFactsOf(env),
  certificateEndsAt: () => certificate?.endsAt() ?? null,
});
