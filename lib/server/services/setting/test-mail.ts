import { randomUUID } from 'node:crypto';
import { TestMailInput, TestMailOutcome } from '@/lib/contracts/settings';
import { reportText } from '@/lib/i18n/report-text';
import { requireEveryFabric, requirePerson } from '@/lib/server/auth/authorize';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';

/** Sends one mail to the caller, and returns the answer of the mail server. Nobody else is ever mailed. */
export const sendTestMail = verb({
  procedure: 'setting.testMail',
  route: { at: 'POST /api/v1/settings/test-mail' },
  summary: 'Sends a mail to whoever asks, to try the mail server.',
  right: 'setting.manage',
  people: true,
  demands: requireEveryFabric,
  kind: 'command',
  input: TestMailInput,
  output: TestMailOutcome,
  needs: ['mailer', 'publicUrl'],
  audit: 'setting.mailTested',
  keepsNoKey: true,
  work: async ({ ctx, input: { lang }, mailer, publicUrl, audit }) => {
    const { email: to } = requirePerson(ctx);
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
    await transact(ctx.db, (tx) => audit(tx, { detail }));
    return { to, refusal };
  },
});
