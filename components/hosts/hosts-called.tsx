'use client';

import { useTranslations } from 'next-intl';
import { HostLink } from '@/components/fleet/host-link';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { hostsAddress } from '@/lib/client/host-address';
import { visibleText } from '@/lib/util/visible-text';

type HostsCalledProps = {
  name: string;
  called: readonly { id: string; hostname: string; fabric: string }[];
  /** How many have the name in any of what is searched. */
  total: number;
  at: Date | null;
};

/** The hosts of a name that stands in the place of an id, or the search for it. */
export function HostsCalled({ name, called, total, at }: HostsCalledProps) {
  const t = useTranslations('errors.absent');
  if (total === 0) return null;
  if (called.length === 0)
    return (
      <p>
        <Link className="link" href={hostsAddress({ filter: { q: { include: [name], exclude: [] } }, at })}>
          {t('found', { count: total, name: visibleText(name) })}
        </Link>
      </p>
    );
  return (
    <>
      <p>{t('called', { count: called.length })}</p>
      <ul>
        {called.map(({ id, hostname, fabric }) => (
          <li key={id}>
            <HostLink {...{ id, hostname, fabric, at }} look="inSentence" />{' '}
            <ForeignText className="text-ink-3" text={fabric} />
          </li>
        ))}
      </ul>
    </>
  );
}
