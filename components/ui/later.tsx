'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

function NotLoaded() {
  const t = useTranslations('ui');
  return <p role="alert">{t('notLoaded')}</p>;
}

/**
 * A part that few pages need: the server shows it with the page, and its code comes later. Where it cannot be loaded it says so in its
 * place. What appears because somebody asks for it takes `useLoaded`, or says by `toCome` that it is still to come.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, toCome?: ReactNode) {
  const Part: ComponentType<Props> = lazy(async () => ({
    default: await load().catch((): ComponentType<Props> => NotLoaded),
  }));
  return (props: Props) => (
    <Suspense fallback={toCome}>
      <Part {...props} />
    </Suspense>
  );
}
