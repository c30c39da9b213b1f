'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef, useSyncExternalStore } from 'react';
import { HostFigures } from '@/components/hosts/host-figures';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { errorCodeOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostRow } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

type HostPeekProps = {
  id: string;
  query: HostQuery;
  /** As the list has it, until the whole of it is there; null where it is on another page. */
  row: HostRow | null;
  onClose: () => void;
};

/** A phone has no room beside a list: breakpoint tablet of the theme. */
const PHONE = '(width < 701px)';

function listen(tell: () => void) {
  const query = matchMedia(PHONE);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

const useIsPhone = () =>
  useSyncExternalStore(
    listen,
    () => matchMedia(PHONE).matches,
    () => false,
  );

/** One host beside the list, and over it on a phone. */
export function HostPeek(props: HostPeekProps) {
  const t = useTranslations('hosts.peek');
  const isPhone = useIsPhone();
  const close = useRef<HTMLButtonElement>(null);
  const { row, onClose } = props;
  const label = row === null ? t('label') : t('of', { host: visibleText(row.hostname) });
  const content = <Content key={props.id} {...props} closeRef={close} />;
  if (isPhone)
    return (
      <Dialog
        title={label}
        isTitleHidden
        focusOn={close}
        onClose={onClose}
        className="fixed inset-0 m-0 h-dvh max-h-none w-dvw max-w-none overflow-y-auto border-0 bg-surface p-0 text-ink backdrop:bg-backdrop"
      >
        {content}
      </Dialog>
    );
  return (
    <aside
      aria-label={label}
      className="max-columns:z-selection overflow-y-auto overscroll-contain border-line-2 bg-surface max-columns:fixed max-columns:top-bar max-columns:right-0 max-columns:bottom-0 max-columns:w-side max-columns:border-l max-columns:shadow-menu columns:sticky columns:top-[calc(var(--spacing-bar)+16px)] columns:max-h-[calc(100vh-var(--spacing-bar)-32px)] columns:rounded-panel columns:border"
    >
      {content}
    </aside>
  );
}

type ContentProps = HostPeekProps & { closeRef: React.RefObject<HTMLButtonElement | null> };

function Content({ id, query, row, onClose, closeRef }: ContentProps) {
  const t = useTranslations('hosts.peek');
  const at = query.at?.toISOString() ?? null;
  const options = useTRPC().host.get.queryOptions(
    { id, at },
    { ...watching(LIST_EVERY_MS, at), trpc: { abortOnUnmount: true } },
  );
  const { data: host, error, refetch } = useQuery(options);
  const name = host?.hostname ?? row?.hostname ?? null;
  return (
    <>
      <Head name={name} fqdn={host?.fqdn ?? row?.fqdn ?? null}>
        <Button ref={closeRef} variant="quiet" size="icon" aria-label={t('close')} onClick={onClose}>
          <Icon name="close" size={12} />
        </Button>
      </Head>
      <p role="status" className="sr-only">
        {name !== null && t('of', { host: visibleText(name) })}
      </p>
      {host !== undefined && <HostFigures host={host} query={query} />}
      {host === undefined && error === null && (
        <p className="animate-late p-4 text-ink-3" aria-busy="true">
          {t('loading')}
        </p>
      )}
      {host === undefined && error !== null && (
        <NoHost isGone={errorCodeOf(error) === 'not_found'} onRetry={() => void refetch()} />
      )}
    </>
  );
}

function Head({ name, fqdn, children }: { name: string | null; fqdn: string | null; children: ReactNode }) {
  const t = useTranslations('hosts.peek');
  return (
    <div className="z-head sticky top-0 flex items-start gap-2 border-b border-line bg-surface py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1 py-1">
        <h2 className="text-verdict wrap-anywhere">
          {name === null ? t('label') : <ForeignText text={name} />}
        </h2>
        {fqdn !== null && <ForeignText className="block text-small wrap-anywhere text-ink-3" text={fqdn} />}
      </div>
      {children}
    </div>
  );
}

function NoHost({ isGone, onRetry }: { isGone: boolean; onRetry: () => void }) {
  const t = useTranslations('hosts.peek');
  return (
    <div className="grid justify-items-start gap-2 p-4">
      {isGone ? <p>{t('gone')}</p> : <FormError>{t('failed')}</FormError>}
      {!isGone && (
        <Button size="small" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
