'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { fabricAddress, hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed, unfiltered, without } from '@/lib/client/host-question';
import type { Summary } from '@/lib/contracts/fleet';
import { NOT_FAILING } from '@/lib/domain/vocabulary';

type HeadlineProps = {
  summary: Summary;
  /** The hosts of the whole frame, so that a count of some of them says out of how many. */
  all: Summary;
  question: HostQuestion;
};

/** Each figure of a sentence leads to its hosts. */
const linkTo = (question: HostQuestion) => (words: ReactNode) => (
  <Link className="link" href={hostsAddress(question)}>
    {words}
  </Link>
);

function linksOf(question: HostQuestion) {
  return {
    some: linkTo(question),
    passed: linkTo(narrowed(question, 'state', 'Passed')),
    refused: linkTo(without(question, 'state', ...NOT_FAILING)),
    silent: linkTo(narrowed(question, 'state', 'Silent')),
  };
}

/** The one sentence that says it all. */
export function Headline({ summary, all, question }: HeadlineProps) {
  const t = useTranslations('fabric');
  const links = linksOf(question);
  const { total, states, vms } = summary;
  const able = states.Passed;
  const unable = total - able;
  const refused = unable - states.Silent;
  return (
    <PageTitle className="text-pretty">
      {total < all.total && <>{t.rich('matching', { ...links, total, all: all.total })} </>}
      {unable === 0 ? (
        t.rich('allAble', { ...links, total })
      ) : (
        <>
          {t.rich('able', { ...links, able, total })}{' '}
          <span className={refused > 0 ? 'text-insecure-ink' : undefined}>
            {refused > 0
              ? t.rich('unable', { ...links, count: refused, vms: vms.blocked, silentHosts: states.Silent })
              : t.rich('unableSilent', { ...links, count: unable, unverified: vms.unverified })}
          </span>
        </>
      )}
    </PageTitle>
  );
}

/** What the headline does not say. */
export function Explanation({ summary, all, question }: HeadlineProps) {
  const t = useTranslations('fabric');
  const links = linksOf(question);
  const { total, states, vms } = summary;
  const refused = total - states.Passed - states.Silent;
  return (
    <p className="mt-1 text-pretty text-ink-2">
      {refused > 0 && vms.unverified > 0 && <>{t.rich('unverified', { ...links, vms: vms.unverified })} </>}
      {t.rich('vms', { ...links, total: vms.total })}
      {total < all.total && (
        <>
          {' '}
          <Link className="link" href={fabricAddress(unfiltered(question))}>
            {t('showAll', { all: all.total })}
          </Link>
        </>
      )}
    </p>
  );
}
