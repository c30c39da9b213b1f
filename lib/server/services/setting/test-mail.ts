import { randomUUID } from 'node:crypto';
import { TestMailInput, type TestMailOutcome } from '@/lib/contracts/settings';
import { reportText } from '@/lib/i18n/report-text';
import { audit } from '@/lib/server/audit/record';
import { authorize, requireEveryFabric, requirePerson } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import type { Mailer } from '@/lib/server/mail/mailer';
import { parseInput } from '@/lib/server/request/parse-input';

type Input = Verb<TestMailInput> & { mailer: Mailer | null; publicUrl: string };

/** Sends one mail to whoever asks, and tells what the mail server said. Nobody else is ever written to. */
export async function sendTestMail({ ctx, input, mailer, publicUrl }: Input): Promise<TestMailOutcome> {
  authorize(ctx, 'setting.manage');
  const { email: to } = requirePerson(ctx);
  requireEveryFabric(ctx);
  const { lang } = parseInput(TestMailInput, input);
  if (mailer === null)
    throw new ServiceError(
      'conflict',
      'This server sends no mail: set GF_SMTP_URL and GF_MAIL_FROM, and restart it',
    );
  const text = reportText(lang);
  const refused = await mailer.send({
    messageId: `<${randomUUID()}@${mailer.domain}>`,
    to,
    subject: text('testMail.subject'),
    text: `${text('testMail.body', { server: publicUrl })}\n`,
  });
  const refusal = refused && { code: refused.code, detail: refused.detail };
  const detail = {
    to,
    outcome: refusal === null ? 'sent' : refusal.code,
    ...(refusal && { said: refusal.detail }),
  };
  await transact(ctx.db, (tx) => audit(tx, ctx, { action: 'setting.mailTested', detail }));
  return { to, refusal };
}
