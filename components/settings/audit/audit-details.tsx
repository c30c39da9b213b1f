'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useActorText, useKindText, useRecordedText } from '@/components/settings/audit/audit-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { type AuditQuery, auditAddress } from '@/lib/client/audit-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { AuditEntry } from '@/lib/contracts/audit';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

type DetailsProps = { entry: AuditEntry; query: AuditQuery };

/** All that an entry holds, and the ways to those like it. */
export function AuditDetails({ entry, query }: DetailsProps) {
  const t = useTranslations('settings.audit.field');
  const actorText = useActorText();
  const kindText = useKindText();
  const zone = useZone();
  const { sequence, at, actor, action, subject, requestId, hash, previousHash, detail } = entry;
  const isEmpty = Object.keys(detail).length === 0;
  return (
    <div className="grid gap-3 rounded-panel border border-line bg-surface px-4 py-3">
      <dl className="grid gap-x-6 gap-y-3 tablet:grid-cols-2 columns:grid-cols-3">
        <Fact name={t('entry')}>{sequence}</Fact>
        <Fact name={t('time')}>
          {fullMoment(new Date(at), zone)} <Code>{at}</Code>
        </Fact>
        <Fact name={t('action')}>
          <Code>{action}</Code>
        </Fact>
        <Fact name={t('actor')}>
          {actorText(actor)} {actor.id !== null && <Code>{actor.id}</Code>}
        </Fact>
        {subject !== null && (
          <Fact name={t('subject')}>
            {kindText(subject.kind)} {subject.name !== null && <bdi>{visibleText(subject.name)}</bdi>}{' '}
            <Code>{subject.id}</Code>
          </Fact>
        )}
        {requestId !== null && (
          <Fact name={t('request')}>
            <Code>{requestId}</Code>
          </Fact>
        )}
        <Fact name={t('hash')}>
          <Code>{hash}</Code>
        </Fact>
        <Fact name={t('previousHash')}>
          <Code>{previousHash}</Code>
        </Fact>
      </dl>
      {!isEmpty && <Recorded action={action} detail={detail} />}
      <Alike entry={entry} query={query} />
    </div>
  );
}

/** What was recorded besides, each with its name. */
function Recorded({ action, detail }: Pick<AuditEntry, 'action' | 'detail'>) {
  const t = useTranslations('settings.audit.field');
  const { nameOf, textOf } = useRecordedText();
  return (
    <section aria-label={t('detail')} className="border-t border-line pt-3">
      <dl className="grid gap-x-6 gap-y-3 tablet:grid-cols-2 columns:grid-cols-3">
        {Object.entries(detail).map(([name, value]) => (
          <Fact key={name} name={nameOf(name)}>
            <bdi>{visibleText(textOf({ action, name, value }))}</bdi>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-code text-ink-2">{visibleText(children)}</code>;
}

/** Narrows the list that is shown to what this entry has in common with others. */
function Alike({ entry: { actor, action, subject }, query }: DetailsProps) {
  const t = useTranslations('settings.audit.same');
  const scope = useScope();
  const narrowed = (change: Partial<AuditQuery>) =>
    inScope(auditAddress({ ...query, cursor: null, ...change }), scope);
  const ways = [
    { name: 'actor', href: narrowed({ actor: actor.name ?? actor.id ?? actor.kind }) },
    { name: 'action', href: narrowed({ action }) },
    ...(subject === null ? [] : [{ name: 'subject', href: narrowed({ subject: subject.id }) } as const]),
  ] as const;
  return (
    <nav aria-label={t('label')} className="flex flex-wrap gap-x-4 gap-y-1 text-small">
      {ways.map(({ name, href }) => (
        <Link key={name} className="underline decoration-line-2 underline-offset-3" href={href}>
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
