'use client';

import { useTranslations } from 'next-intl';
import { type ComponentProps, type KeyboardEvent, useRef, useState } from 'react';
import { CopyNames } from '@/components/hosts/copy-names';
import { ExportSelection } from '@/components/hosts/export-selection';
import { countOnPage, isOutgrown } from '@/components/hosts/host-choice';
import type { SelectionForm } from '@/components/hosts/selection-form';
import { SelectionLink } from '@/components/hosts/selection-link';
import { type Done, SelectionOutcome } from '@/components/hosts/selection-outcome';
import { SelectionWeight } from '@/components/hosts/selection-weight';
import type { ChoosingHosts } from '@/components/hosts/use-host-choice';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { LoadFailed } from '@/components/ui/load-failed';
import { useLoaded } from '@/components/ui/use-loaded';
import { errorCodeOf } from '@/lib/client/error-code';
import { requestAddress } from '@/lib/client/exception-address';
import type { ListLook } from '@/lib/client/list-look';
import { newPlanAddress } from '@/lib/client/plan-address';
import type { HostList } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { SELECTED_HOSTS_AT_MOST } from '@/lib/domain/selection';

/** What is done to the chosen hosts, in the order of a day's work. */
const FORM_NAMES = ['acknowledge', 'owner', 'note'] as const;
type Form = (typeof FORM_NAMES)[number];

type BarProps = {
  query: HostQuery;
  list: HostList;
  look: ListLook;
  choosing: ChoosingHosts;
  /** Whether the person may change what is said of hosts. */
  mayWork: boolean;
  mayExcept: boolean;
  mayPlan: boolean;
  /** VMs that are blocked without the filters. */
  blocked: number;
};

/** The table's head stays below the bar, which takes as many lines as its words need: a ref that says on the list how high it is. */
function followHeight(bar: HTMLElement | null) {
  const list = bar?.closest<HTMLElement>('[data-list]');
  if (!bar || !list) return;
  // Layout is the browser's.
  const sizes = new ResizeObserver(() => list.style.setProperty('--height-of-bar', `${bar.offsetHeight}px`));
  sizes.observe(bar);
  return () => sizes.disconnect();
}

/** Escape, unless it closes what is open above the form, such as a calendar. */
function isToClose(event: KeyboardEvent<HTMLElement>): boolean {
  const isOwn = event.key === 'Escape' && !event.defaultPrevented;
  return isOwn && event.currentTarget.querySelector('[popover]') === null;
}

/** How many hosts are chosen, and what can be done with them: above the table, so that it covers no row. */
export function SelectionBar({ query, list, look, choosing, mayWork, blocked, ...rights }: BarProps) {
  const t = useTranslations('selection');
  const [form, setForm] = useState<Form | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  // What was decided in the past is not changed.
  const mayChange = mayWork && query.at === null;
  const open = (next: Form) => {
    setDone(null);
    setForm(form === next ? null : next);
  };
  const openers = useRef(new Map<Form, HTMLButtonElement | null>());
  const close = () => {
    if (form === null) return;
    openers.current.get(form)?.focus();
    setForm(null);
  };
  return (
    <section aria-label={t('label')} className="contents" onKeyDown={(event) => isToClose(event) && close()}>
      <div
        ref={followHeight}
        className="z-selection relative flex min-h-panel-head flex-wrap items-center gap-x-1 gap-y-0.5 rounded-t-panel bg-ink py-1 pr-2 pl-3 text-invert wide:sticky wide:top-bar"
      >
        <Chosen list={list} choosing={choosing} />
        <span className="ml-auto flex flex-wrap gap-x-1">
          {mayChange &&
            FORM_NAMES.map((name) => (
              <Button
                key={name}
                ref={(button) => {
                  openers.current.set(name, button);
                }}
                size="small"
                variant="onInk"
                aria-expanded={form === name}
                onClick={() => open(name)}
              >
                {t(`${name}.title`)}
              </Button>
            ))}
          {query.at === null && <Ways {...{ query, choosing }} {...rights} />}
          <CopyNames query={query} choosing={choosing} />
          <ExportSelection {...{ query, look, choosing }} />
        </span>
      </div>
      {isDrifted(list, choosing) ? (
        <Drift list={list} choosing={choosing} />
      ) : (
        <SelectionWeight {...{ query, blocked, mayChange }} choice={choosing.choice} />
      )}
      {choosing.all.error !== null && <NotChosen error={choosing.all.error} />}
      {mayChange && (
        <OpenForm
          form={form}
          list={list}
          choosing={choosing}
          close={close}
          onDone={(result, what) => {
            setForm(null);
            if (form !== null) setDone({ what: what ?? form, result });
          }}
        />
      )}
      {done !== null && <SelectionOutcome {...{ done, choosing }} close={() => setDone(null)} />}
    </section>
  );
}

type WaysProps = Pick<BarProps, 'query' | 'choosing' | 'mayExcept' | 'mayPlan'>;

/** What is decided on a page of its own, with the chosen hosts in its address. */
function Ways({ query: { filter }, choosing, mayExcept, mayPlan }: WaysProps) {
  const t = useTranslations('selection');
  return (
    <>
      {mayPlan && (
        <SelectionLink
          choosing={choosing}
          pickedAddress={newPlanAddress({ picked: choosing.count })}
          addressOf={(chosen) => newPlanAddress('all' in chosen ? { filter, shown: chosen.all } : chosen)}
        >
          {t('plan')}
        </SelectionLink>
      )}
      {mayExcept && (
        <SelectionLink
          choosing={choosing}
          addressOf={(chosen) => requestAddress('all' in chosen ? { filter } : chosen)}
        >
          {t('except')}
        </SelectionLink>
      )}
    </>
  );
}

/** Loaded with the first host that is chosen, so that a form is there when its button is pressed: the list does not wait for it. */
const loadForm = () => import('@/components/hosts/selection-form');

type OpenFormProps = Omit<ComponentProps<typeof SelectionForm>, 'form'> & { form: Form | null };

function OpenForm({ form, ...props }: OpenFormProps) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadForm);
  if (form === null) return null;
  return (
    <div className="border border-t-0 border-line bg-raised p-3">
      {hasFailed && <LoadFailed retry={retry} onCancel={props.close} />}
      {loaded && <loaded.SelectionForm form={form} {...props} />}
    </div>
  );
}

type PartProps = Pick<BarProps, 'list' | 'choosing'>;

function Chosen({ list, choosing }: PartProps) {
  const t = useTranslations('selection');
  const { choice, count, all } = choosing;
  const onPage = countOnPage(choice, list.hosts);
  const areAll = 'all' in choice;
  return (
    <>
      <b className="mr-1 font-semibold" role="status">
        {areAll
          ? t(isDrifted(list, choosing) ? 'allThen' : 'all', { count })
          : onPage === count
            ? t('onPage', { count })
            : t('elsewhere', { count, others: count - onPage })}
      </b>
      {areAll && onPage < count && (
        <Button size="small" variant="onInk" onClick={choosing.onlyPage}>
          {t('onlyPage')}
        </Button>
      )}
      {!areAll && count < list.total && (
        <Button size="small" variant="onInk" disabled={all.isPending} onClick={all.choose}>
          {t('selectAll', { total: list.total })}
        </Button>
      )}
      <Button size="icon" variant="onInk" aria-label={t('clear')} title={t('clear')} onClick={choosing.clear}>
        <Icon name="close" size={12} />
      </Button>
    </>
  );
}

/** Whether other hosts match now than were selected. Where they are as many, only the server can tell. */
const isDrifted = (list: HostList, { choice, ...found }: ChoosingHosts) =>
  'all' in choice && (found.isDrifted || found.isRefused || isOutgrown(choice, list));

/** That other hosts match now than were selected. It replaces the weight of the selection, which would be that of other hosts. */
function Drift({ list: { total }, choosing: { count, isRefused, all } }: PartProps) {
  const t = useTranslations('selection');
  return (
    <div
      role="alert"
      className="flex min-h-8.5 flex-wrap items-center gap-x-3 gap-y-1 border border-t-0 border-line bg-raised px-3 py-px"
    >
      <span className="text-small/5">
        {isRefused && `${t('refused')} `}
        {total === count
          ? !isRefused && t('exchanged', { count })
          : t('drifted', { now: total, before: count })}
      </span>
      <Button size="small" disabled={all.isPending} onClick={all.choose}>
        {t('selectAgain', { now: total })}
      </Button>
    </div>
  );
}

/** That all could not be chosen. */
function NotChosen({ error }: { error: NonNullable<ChoosingHosts['all']['error']> }) {
  const t = useTranslations('selection');
  return (
    <div role="alert" className="border border-t-0 border-line bg-raised px-3 py-2">
      {errorCodeOf(error) === 'selection_too_large'
        ? t('tooMany', { most: SELECTED_HOSTS_AT_MOST })
        : t('selectFailed')}
    </div>
  );
}
