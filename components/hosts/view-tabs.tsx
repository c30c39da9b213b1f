'use client';

import { useTranslations } from 'next-intl';
import { ColumnMenu } from '@/components/hosts/column-menu';
import { ViewMenu } from '@/components/hosts/view-menu';
import { Tab, Tabs } from '@/components/ui/tabs';
import { hostsAddress } from '@/lib/client/host-address';
import { unfiltered } from '@/lib/client/host-question';
import type { ListLook } from '@/lib/client/list-look';
import type { Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

type View = {
  name: 'all' | 'failing' | 'silent';
  state: HostFilter['state'];
  count: (all: Summary) => number;
};

/** The questions everybody asks; each count adds up with the rows behind it. */
const VIEWS: readonly View[] = [
  { name: 'all', state: undefined, count: ({ total }) => total },
  {
    name: 'failing',
    // Nobody knows that silent hosts cannot run shielded VMs; the headline tells them apart too.
    state: { include: [], exclude: ['Passed', 'Silent'] },
    count: ({ total, states }) => total - states.Passed - states.Silent,
  },
  { name: 'silent', state: { include: ['Silent'], exclude: [] }, count: ({ states }) => states.Silent },
];

type TabsProps = {
  query: HostQuery;
  all: Summary;
  maySave: boolean;
  look: ListLook;
  setLook: (look: ListLook) => void;
};

export function ViewTabs({ query, all, maySave, look, setLook }: TabsProps) {
  const t = useTranslations('hosts');
  const shown = hostsAddress({ filter: query.filter, at: query.at });
  return (
    <Tabs className="mt-2" label={t('views')}>
      {VIEWS.map(({ name, state, count }) => {
        const { filter, at } = unfiltered(query);
        const question = { filter: state ? { ...filter, state } : filter, at };
        const isCurrent = hostsAddress(question) === shown;
        return (
          <Tab
            key={name}
            href={hostsAddress({ ...question, sort: query.sort, order: query.order })}
            isCurrent={isCurrent}
            count={count(all)}
          >
            {t(`view.${name}`)}{' '}
          </Tab>
        );
      })}
      <span className="ml-auto flex items-center gap-2">
        <ViewMenu query={query} mayManage={maySave} {...{ look, setLook }} />
        <ColumnMenu look={look} onChange={setLook} />
      </span>
    </Tabs>
  );
}
