'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useErrorText } from '@/components/fleet/error-text';
import { FactList } from '@/components/settings/fact-list';
import { SettingsHead } from '@/components/settings/settings-head';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { MailSetting, TestMailOutcome } from '@/lib/contracts/settings';

const EXAMPLE = `GF_SMTP_URL=smtps://user:password@mail.example:465
GF_MAIL_FROM="Guarded Fabric <fabric@mail.example>"`;

/** Where mail is handed over, which variables alone say, and whether it goes through. */
export function MailScreen({ email }: { email: string }) {
  const t = useTranslations('settings.mail');
  const trpc = useTRPC();
  const {
    data: { mail },
  } = useSuspenseQuery(trpc.setting.get.queryOptions(undefined, WATCHED_STEADILY));
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')} />
      {mail.isConfigured ? (
        <>
          <Server mail={mail} />
          <Test email={email} />
        </>
      ) : (
        <NotConfigured />
      )}
    </div>
  );
}

function Server({ mail: { server, from, domains, files, variables } }: { mail: MailSetting }) {
  const t = useTranslations('settings.mail');
  if (server === null) return null;
  const { host, port, protection, user, hasPassword } = server;
  const signIn = user === null ? t('noSignIn') : t(hasPassword ? 'withPassword' : 'withoutPassword');
  return (
    <Panel title={t('server')} footer={<span>{t('variables', { names: variables.join(', ') })}</span>}>
      <FactList
        facts={[
          { name: t('fact.server'), value: <ForeignText text={`${host}:${port}`} /> },
          { name: t('fact.protection'), value: t(`protection.${protection}`) },
          {
            name: t('fact.signIn'),
            value: (
              <>
                {user !== null && <ForeignText text={user} />} <span className="text-ink-2">{signIn}</span>
              </>
            ),
          },
          {
            name: t('fact.from'),
            value: from && <ForeignText text={`${from.name} <${from.address}>`} />,
          },
          {
            name: t('fact.domains'),
            value: domains === null ? t('anyDomain') : t('onlyDomains', { domains: domains.join(', ') }),
          },
          { name: t('fact.files'), value: t(files ? 'files' : 'noFiles') },
        ]}
      />
    </Panel>
  );
}

function NotConfigured() {
  const t = useTranslations('settings.mail');
  return (
    <Panel title={t('server')}>
      <div className="grid max-w-160 gap-2 px-4 py-3.5">
        <p className="font-semibold">{t('none')}</p>
        <p className="text-ink-2">{t('noneHint')}</p>
        <CodeBlock badge={t('example')} copies={t('copiesExample')} code={EXAMPLE} />
      </div>
    </Panel>
  );
}

function Test({ email }: { email: string }) {
  const t = useTranslations('settings.mail');
  const trpc = useTRPC();
  const errorText = useErrorText();
  const lang = useLocale();
  const test = useMutation(trpc.setting.testMail.mutationOptions({ networkMode: 'always' }));
  return (
    <Panel title={t('test')}>
      <div className="grid max-w-160 gap-3 px-4 py-3.5">
        <p className="text-ink-2">{t.rich('testHint', { email: () => <ForeignText text={email} /> })}</p>
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="primary" disabled={test.isPending} onClick={() => test.mutate({ lang })}>
            {t(test.isPending ? 'sending' : 'send')}
          </Button>
          {test.isPending && (
            <span role="status" className="text-ink-2">
              {t('patience')}
            </span>
          )}
        </div>
        {test.error !== null && (
          <FormError>{errorText(test.error, { conflict: t('none'), fallback: t('failed') })}</FormError>
        )}
        {test.data && !test.isPending && <Outcome outcome={test.data} />}
      </div>
    </Panel>
  );
}

/** The mail server's own words beside what they mean. */
function Outcome({ outcome: { to, refusal } }: { outcome: TestMailOutcome }) {
  const t = useTranslations('settings.mail');
  const tProblem = useTranslations('schedules.problem');
  if (refusal === null)
    return <p role="status">{t.rich('taken', { email: () => <ForeignText text={to} /> })}</p>;
  return (
    <>
      <FormError>{`${tProblem(refusal.code)}. ${t('said')}`}</FormError>
      <CodeBlock badge={t('answer')} copies={t('copiesAnswer')} code={refusal.detail} />
    </>
  );
}
