'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { enrollAddress } from '@/lib/client/host-address';
import { formatFilterValue } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

const listOf = (names: readonly string[]) => names.map(visibleText).join(', ');

type UnknownFabricProps = { unknown: readonly string[]; known: readonly string[] };

/** A fabric that does not exist, or lies outside of what this person may see: which of the two is not told. */
export function UnknownFabric({ unknown, known }: UnknownFabricProps) {
  const t = useTranslations('errors.unknownFabric');
  const path = usePathname();
  const parameters = useSearchParams();
  const addressOf = (fabric: string | null) => {
    const next = new URLSearchParams(parameters);
    next.delete('fabric');
    next.delete('cursor');
    if (fabric !== null) next.append('fabric', formatFilterValue(fabric));
    return next.size === 0 ? path : `${path}?${next}`;
  };
  return (
    <Notice
      title={t('title', { count: unknown.length, names: listOf(unknown) })}
      actions={
        <Link className={buttonClass()} href={addressOf(null)}>
          {t('toAll')}
        </Link>
      }
    >
      <p>{t(known.length === 0 ? 'none' : 'known')}</p>
      {known.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {known.map((name) => (
            <li key={name}>
              <Link className="inline-block min-h-6 link" href={addressOf(name)}>
                <ForeignText text={name} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

type NoFabricProps = { unknown: readonly string[]; mayEnroll: boolean };

/** A new installation: no address can name a fabric of it, and it is told how there comes to be one. */
export function NoFabricYet({ unknown, mayEnroll }: NoFabricProps) {
  const t = useTranslations('errors');
  const tEnrol = useTranslations('enrol');
  return (
    <Notice
      title={t('unknownFabric.noneYet')}
      actions={
        <Link className={buttonClass()} href={mayEnroll ? enrollAddress({}) : '/'}>
          {mayEnroll ? tEnrol('add') : t('toFabric')}
        </Link>
      }
    >
      <p>{t(`unknownFabric.${mayEnroll ? 'addHosts' : 'awaitHosts'}`, { names: listOf(unknown) })}</p>
    </Notice>
  );
}
