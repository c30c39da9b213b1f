'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useRef, useState, useSyncExternalStore } from 'react';
import { HostFigures } from '@/components/hosts/peek/host-figures';
import { RowFigures } from '@/components/hosts/peek/row-figures';
import { useFreshness } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { useLasting } from '@/components/ui/use-lasting';
import { errorCodeOf, failureOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import { LIST_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostRow } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

type HostPeekProps = {
  id: string;
  query: HostQuery;
  /** The page of the list, with the host as it is there until the whole of it has come; it may be on another page. */
  hosts: readonly HostRow[];
  /** When that page was read. */
  asOf: string;
  mayWork: boolean;
  /** What is done with chosen hosts stands above it. */
  isBelowBar: boolean;
  onShow: (id: string) => void;
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

const panel = cva(
  'max-columns:z-selection overflow-y-auto overscroll-contain border-line-2 bg-surface max-columns:fixed max-columns:top-bar max-columns:right-0 max-columns:bottom-notice max-columns:w-side max-columns:border-l max-columns:shadow-menu columns:sticky columns:max-h-[calc(100vh-var(--spacing-bar)-32px-var(--spacing-notice))] columns:rounded-panel columns:border',
  {
    variants: {
      isBelowBar: {
        true: 'columns:mt-2 columns:max-wide:top-[calc(var(--spacing-bar)+16px)] wide:top-[calc(var(--spacing-bar)+var(--height-of-bar,var(--spacing-panel-head))+8px)]',
        false: 'columns:top-[calc(var(--spacing-bar)+16px)]',
      },
    },
  },
);

/** One host beside the list, and over it on a phone. */
export function HostPeek(props: HostPeekProps) {
  const t = useTranslations('hosts.peek');
  const isPhone = useIsPhone();
  const close = useRef<HTMLButtonElement>(null);
  const { id, hosts, onClose } = props;
  const row = hosts.find((host) => host.id === id);
  const label = row === undefined ? t('label') : t('of', { host: visibleText(row.hostname) });
  const content = <Content {...props} row={row} closeRef={close} />;
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
    <aside aria-label={label} className={panel({ isBelowBar: props.isBelowBar })}>
      {content}
    </aside>
  );
}

type ContentProps = HostPeekProps & {
  row: HostRow | undefined;
  closeRef: RefObject<HTMLButtonElement | null>;
};

/** The head stays when another host is shown, with the focus that its buttons may have. */
function Content({ id, query, row, hosts, asOf, mayWork, onShow, onClose, closeRef }: ContentProps) {
  const t = useTranslations('hosts.peek');
  const at = query.at?.toISOString() ?? null;
  const options = useTRPC().host.get.queryOptions(
    { id, at },
    { ...watching(LIST_EVERY_MS, at), trpc: { abortOnUnmount: true } },
  );
  const { data: host, error, refetch } = useQuery(options);
  const queries = useQueryClient();
  const [tries, setTries] = useState(0);
  const retry = async () => {
    // The button goes, and the keyboard's focus would with it.
    closeRef.current?.focus();
    setTries((before) => before + 1);
    // While a first request runs, asking again is waiting for it.
    await queries.cancelQueries({ queryKey: options.queryKey });
    await refetch();
  };
  const name = host?.hostname ?? row?.hostname ?? null;
  return (
    <>
      <Head name={name} fqdn={host?.fqdn ?? row?.fqdn ?? null}>
        <Beside {...{ id, hosts, onShow }} />
        <Button ref={closeRef} variant="quiet" size="icon" aria-label={t('close')} onClick={onClose}>
          <Icon name="close" size={12} />
        </Button>
      </Head>
      <p role="status" className="sr-only">
        {name !== null && t('of', { host: visibleText(name) })}
      </p>
      {host !== undefined && <HostFigures key={id} {...{ host, query, mayWork }} />}
      {host === undefined && <Awaited key={`${id} ${tries}`} {...{ row, asOf, error }} onRetry={retry} />}
    </>
  );
}

/** The hosts before and after it on this page of the list. */
function Beside({ id, hosts, onShow }: Pick<HostPeekProps, 'id' | 'hosts' | 'onShow'>) {
  const t = useTranslations('host.beside');
  const place = hosts.findIndex((host) => host.id === id);
  const [before, after] = place === -1 ? [] : [hosts[place - 1], hosts[place + 1]];
  return (
    <>
      <Step icon="left" label={t('previous')} host={before} onShow={onShow} />
      <Step icon="right" label={t('next')} host={after} onShow={onShow} />
    </>
  );
}

type StepProps = {
  icon: 'left' | 'right';
  label: string;
  host: HostRow | undefined;
  onShow: (id: string) => void;
};

/** It leads nowhere at an end of the page, and keeps the focus that it may have. */
function Step({ icon, label, host, onShow }: StepProps) {
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={label}
      title={host && visibleText(host.hostname)}
      aria-disabled={host === undefined}
      onClick={() => host && onShow(host.id)}
    >
      <Icon name={icon} size={12} />
    </Button>
  );
}

function Head({ name, fqdn, children }: { name: string | null; fqdn: string | null; children: ReactNode }) {
  const t = useTranslations('hosts.peek');
  return (
    <div className="z-head sticky top-0 flex items-start gap-0.5 border-b border-line bg-surface py-2 pr-2 pl-4">
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

/** So long the whole of a host may take, before it is said that the server does not answer. */
const LATE_AFTER_MS = 10_000;

type AwaitedProps = { row: HostRow | undefined; asOf: string; error: unknown; onRetry: () => void };

/** Stands for the host until it has come: what its row knows, and why there is no more. */
function Awaited({ row, asOf, error, onRetry }: AwaitedProps) {
  const t = useTranslations('hosts.peek');
  const isLate = useLasting(error === null, LATE_AFTER_MS);
  const isGone = errorCodeOf(error) === 'not_found';
  return (
    <>
      {row !== undefined && !isGone && <RowFigures {...{ row, asOf }} />}
      {error === null && !isLate ? (
        <p className="animate-late p-4 text-ink-3" aria-busy="true">
          {t('loading')}
        </p>
      ) : (
        <NoHost {...{ isGone, error, onRetry }} />
      )}
    </>
  );
}

type NoHostProps = { isGone: boolean; error: unknown; onRetry: () => void };

/** Says why no host is there in the words of the page's notice. */
function NoHost({ isGone, error, onRetry }: NoHostProps) {
  const t = useTranslations('hosts.peek');
  const tErrors = useTranslations('errors');
  const freshness = useFreshness();
  const why = freshness.kind === 'stale' ? freshness.why : failureOf(error);
  return (
    <div className="grid justify-items-start gap-2 p-4">
      {isGone ? <p>{t('gone')}</p> : <FormError>{tErrors(`notFresh.${why}`)}</FormError>}
      {!isGone && (
        <Button size="small" onClick={onRetry}>
          {tErrors('retry')}
        </Button>
      )}
    </div>
  );
}
