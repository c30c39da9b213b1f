import type { MailFacts } from '@/lib/contracts/schedules';
import type { MailSetting } from '@/lib/contracts/settings';
import { requiresTls } from '@/lib/server/mail/mailer';
import type { Env } from '@/lib/server/process/env';

/** What this installation sends by mail, for screens and refusals, without the address of the mail server. */
export const mailFactsOf = ({ mail }: Pick<Env, 'mail'>): MailFacts => ({
  isConfigured: mail !== undefined,
  from: mail?.from.address ?? null,
  domains: mail?.domains ?? null,
  files: mail?.files ?? false,
});

const USUAL_PORTS = { 'smtps:': 465, 'smtp:': 587 } as const;

function protectionOf(url: URL): NonNullable<MailSetting['server']>['protection'] {
  if (url.protocol === 'smtps:') return 'tls';
  if (requiresTls(url)) return 'startTls';
  return url.searchParams.get('ignoreTLS') === 'true' ? 'none' : 'ifOffered';
}

function serverOf(url: URL): MailSetting['server'] {
  const usual = url.protocol === 'smtps:' ? USUAL_PORTS['smtps:'] : USUAL_PORTS['smtp:'];
  return {
    host: url.hostname,
    port: url.port === '' ? usual : Number(url.port),
    protection: protectionOf(url),
    user: url.username === '' ? null : decodeURIComponent(url.username),
    hasPassword: url.password !== '',
  };
}

/** The mail settings for an administrator: the mail server and the sender, never the password. */
export const mailSettingOf = ({ mail }: Pick<Env, 'mail'>): MailSetting => ({
  origin: 'environment',
  variables: ['GF_SMTP_URL', 'GF_MAIL_FROM', 'GF_MAIL_DOMAINS', 'GF_MAIL_FILES'],
  isConfigured: mail !== undefined,
  from: mail?.from ?? null,
  domains: mail?.domains ?? null,
  server: mail === undefined ? null : serverOf(new URL(mail.url)),
  files: mail?.files ?? false,
});
