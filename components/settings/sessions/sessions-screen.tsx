'use client';

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { Time, useMomentPhrase } from '@/components/fleet/time';
import { EndOthers } from '@/components/settings/sessions/end-others';
import { SettingsHead } from '@/components/settings/settings-head';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { type Column, DataTable } from '@/components/table/data-table';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { isFocusLost } from '@/components/ui/is-focus-lost';
import { Panel } from '@/components/ui/panel';
import { leave } from '@/lib/client/session';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { SessionRow } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { visibleText } from '@/lib/util/visible-text';

/** Sessions of oneself and, for administrators, of the people whom they see. */
export function SessionsScreen({ operator }: { operator: Me }) {
  const t = useTranslations('settings.sessions');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const browserText = useBrowserText();
  const options = trpc.operator.listSessions.queryOptions(undefined, WATCHED_STEADILY);
  const { data: sessions } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const onSettled = () => queries.invalidateQueries(trpc.operator.pathFilter());
  const end = useMutation(trpc.operator.endSession.mutationOptions({ networkMode: 'always', onSettled }));
  const here = useRef<HTMLSpanElement>(null);
  const ofPerson = (id: string) => sessions.filter(({ operatorId }) => operatorId === id);
  const others = ofPerson(operator.id).filter(({ isCurrent }) => !isCurrent);
  const onEnded = () => here.current?.querySelector('button')?.focus();
  const columns: Column<SessionRow>[] = [
    {
      id: 'email',
      header: t('column.operator'),
      cell: (session) => (
        <span className="grid wrap-anywhere">
          <span>
            <ForeignText text={session.email} />{' '}
            {session.operatorId === operator.id && (
              <span className="text-ink-3">{t(session.isCurrent ? 'youHere' : 'you')}</span>
            )}
          </span>
          <span className="text-small text-ink-3">{browserText(session)}</span>
          <span className="text-small text-ink-3 tablet:hidden">
            {t('column.seen')} <Time value={session.lastSeenAt} asOf={asOf} place="inSentence" />
          </span>
        </span>
      ),
    },
    {
      id: 'signedIn',
      header: t('column.signedIn'),
      from: 'tablet',
      cell: ({ signedInAt }) => <Time value={signedInAt} asOf={asOf} />,
    },
    {
      id: 'seen',
      header: t('column.seen'),
      from: 'tablet',
      cell: ({ lastSeenAt }) => <Time value={lastSeenAt} asOf={asOf} />,
    },
    {
      id: 'end',
      header: t('column.end'),
      isHeaderHidden: true,
      isRight: true,
      cell: (session) =>
        session.isCurrent ? (
          <span ref={here}>
            <SignOut />
          </span>
        ) : (
          <span className="inline-flex flex-wrap justify-end gap-1">
            <End
              session={session}
              asOf={asOf}
              isBusy={end.isPending}
              onEnd={() => {
                const focusNext = focusAfterRow();
                end.mutate({ id: session.id }, { onSuccess: focusNext });
              }}
            />
            <EndAll {...{ session, onEnded }} all={ofPerson(session.operatorId)} me={operator} />
          </span>
        ),
    },
  ];
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead
        title={t('title')}
        lead={t(mayDo(operator.role, 'operator.manage') ? 'leadAll' : 'leadOwn')}
      >
        {others.length > 0 && <EndOthers person={null} count={others.length} onEnded={onEnded} />}
      </SettingsHead>
      {end.error !== null && <FormError>{errorText(end.error, { fallback: t('endFailed') })}</FormError>}
      <Panel title={t('signedIn')} hint={sessions.length}>
        <DataTable label={t('title')} {...{ columns }} rows={sessions} keyOf={({ id }) => id} />
      </Panel>
      <p className="text-small text-ink-3">{t('endsHint')}</p>
    </div>
  );
}

/**
 * The row goes with what was pressed in it: the keyboard goes on at the button of the one below, or of the last one. Whoever
 * went elsewhere meanwhile stays there.
 */
function focusAfterRow(): () => void {
  const row = document.activeElement?.closest('tr');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  return () => {
    if (isFocusLost() || row?.contains(document.activeElement)) beside?.querySelector('button')?.focus();
  };
}

function useBrowserText(): (session: SessionRow) => string {
  const t = useTranslations('settings.sessions');
  return ({ browser, system }) => {
    const name = browser ?? t('browserUnknown');
    return system === null ? name : t('browserOn', { browser: name, system });
  };
}

type EndProps = { session: SessionRow; asOf: string; isBusy: boolean; onEnd: () => void };

function End({ session, asOf, isBusy, onEnd }: EndProps) {
  const t = useTranslations('settings.sessions');
  const browserText = useBrowserText();
  const phrase = useMomentPhrase();
  // A person may have several, which nothing else tells apart for whoever does not see the row.
  const label = t('endOf', {
    email: visibleText(session.email),
    browser: browserText(session),
    moment: phrase({ value: session.signedInAt, asOf }, 'inSentence'),
  });
  return (
    <ConfirmedButton
      label={label}
      question={t('confirmEnd', { email: visibleText(session.email) })}
      confirm={t('doEnd')}
      cancel={t('cancel')}
      isPending={isBusy}
      errorText={null}
      onConfirm={onEnd}
    >
      {t('end')}
    </ConfirmedButton>
  );
}

type EndAllProps = { session: SessionRow; all: readonly SessionRow[]; me: Me; onEnded: () => void };

/** Once for each person who has several, at the first of them; one's own are ended above the list. */
function EndAll({ session, all, me, onEnded }: EndAllProps) {
  if (session.operatorId === me.id || all.length < 2 || all[0] !== session) return null;
  return <EndOthers person={session} count={all.length} onEnded={onEnded} />;
}

/** Whoever ends the session of this page leaves it, as by the menu, and is asked first. */
function SignOut() {
  const t = useTranslations('settings.sessions');
  const tShell = useTranslations('shell');
  const [state, setState] = useState<'idle' | 'leaving' | 'failed'>('idle');
  const handleLeave = () => {
    setState('leaving');
    void leave(() => setState('failed'));
  };
  return (
    <ConfirmedButton
      label={t('signOutHere')}
      question={t('confirmSignOut')}
      confirm={t('doSignOut')}
      cancel={t('cancel')}
      isPending={state === 'leaving'}
      errorText={state === 'failed' ? tShell('signOutFailed') : null}
      onConfirm={handleLeave}
    >
      {tShell('signOut')}
    </ConfirmedButton>
  );
}
