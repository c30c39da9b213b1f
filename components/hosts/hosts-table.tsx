'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useDeferredValue } from 'react';
import { isChosen } from '@/components/hosts/host-choice';
import { useHostColumns } from '@/components/hosts/host-columns';
import { NoHosts } from '@/components/hosts/no-hosts';
import { Paging } from '@/components/hosts/paging';
import { HostPeek } from '@/components/hosts/peek/host-peek';
import { type Peek, usePeek } from '@/components/hosts/peek/use-peek';
import { SelectionBar } from '@/components/hosts/selection-bar';
import { useHostChoice } from '@/components/hosts/use-host-choice';
import { ListTable } from '@/components/table/list-table';
import { useRowKeys } from '@/components/table/use-row-keys';
import { classNames } from '@/components/ui/class-names';
import { useIsGoing } from '@/components/ui/part-navigation';
import { useLasting } from '@/components/ui/use-lasting';
import { hostsAddress } from '@/lib/client/host-address';
import type { ListLook } from '@/lib/client/list-look';
import type { HostList, HostRow, Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

type HostsTableProps = {
  query: HostQuery;
  list: HostList;
  look: ListLook;
  /** The fleet without the filters. */
  all: Summary;
  mayEnroll: boolean;
  mayExcept: boolean;
  mayPlan: boolean;
  mayWork: boolean;
};

/** The rows, and which of them are chosen or looked at: neither concerns the filters beside them. */
export function HostsTable({ query, list, look, all, mayEnroll, ...rights }: HostsTableProps) {
  const t = useTranslations('hosts');
  const tSelection = useTranslations('selection');
  const { hosts } = list;
  const peek = usePeek();
  const columns = useHostColumns(list, query, { look, peek });
  const rowKeys = useRowKeys();
  const choosing = useHostChoice(query, hosts);
  const { chooseRow } = choosing;
  const onChoose = useCallback(({ id }: HostRow, isRange: boolean) => chooseRow(id, isRange), [chooseRow]);
  const labelOf = useCallback(
    ({ hostname }: HostRow) => tSelection('host', { host: visibleText(hostname) }),
    [tSelection],
  );
  // The box that was clicked shows it at once, and the bar a frame later: it moves the whole list down.
  const hasBar = useDeferredValue(choosing.count) > 0 && choosing.count > 0;
  const question = hostsAddress(query);
  return (
    <div data-list>
      {hasBar && <SelectionBar {...{ query, list, look, choosing }} {...rights} blocked={all.vms.blocked} />}
      <WithPeek {...{ peek, query, hosts, hasBar }} asOf={list.asOf} mayWork={rights.mayWork}>
        <ListTable
          {...rowKeys}
          onFocus={peek.follow}
          label={t('table')}
          isDense={look.isDense}
          columns={columns}
          rows={hosts}
          question={question}
          keyOf={({ id }) => id}
          choosing={{
            isChosen: ({ id }) => isChosen(choosing.choice, id),
            onChoose,
            onChoosePage: choosing.choosePage,
            labelOf,
            pageLabel: tSelection('page'),
          }}
          isShown={({ id }) => id === peek.id}
          isBelowBar={hasBar}
          sorting={{
            sort: query.sort,
            order: query.order,
            addressOf: (sort, order) => hostsAddress({ ...query, sort, order, cursor: null }),
            labelOf: (column) => t('sortBy', { column }),
          }}
          empty={<NoHosts {...{ query, mayEnroll }} all={all.total} />}
        />
        <Paging key={question} {...{ query, list }} all={all.total} />
      </WithPeek>
    </div>
  );
}

/**
 * What an answer is still to come for stays where it is, and pales where that takes a moment. A transition that waits would
 * have the browser paint the whole list once more before it shows the click (104 to 152 ms, 64 to 72 without, 10,000 hosts).
 */
const listClass = cva('relative min-w-0 border border-line bg-surface', {
  variants: {
    isPale: { true: 'grayscale' },
    isBelowBar: { true: 'rounded-b-panel border-t-0', false: 'rounded-panel' },
  },
});
const PALES_AFTER_MS = 300;

type WithPeekProps = {
  peek: Peek;
  query: HostQuery;
  hosts: readonly HostRow[];
  asOf: string;
  mayWork: boolean;
  hasBar: boolean;
  children: ReactNode;
};

/** The list, and beside it the host that is looked at. */
function WithPeek({ peek: { id, lead, close }, hasBar, children, ...shown }: WithPeekProps) {
  const isGoing = useIsGoing();
  const isPale = useLasting(isGoing, PALES_AFTER_MS);
  return (
    <div
      className={classNames(
        id !== null &&
          'columns:grid columns:grid-cols-[minmax(0,1fr)_var(--spacing-peek)] columns:items-start columns:gap-4',
      )}
    >
      <div className={listClass({ isPale, isBelowBar: hasBar })} aria-busy={isGoing}>
        {children}
      </div>
      {id !== null && <HostPeek {...shown} id={id} isBelowBar={hasBar} onShow={lead} onClose={close} />}
    </div>
  );
}
