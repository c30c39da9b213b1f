'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { ColumnMenu } from '@/components/hosts/column-menu';
import { stateTabs } from '@/components/hosts/state-tabs';
import { ViewMenu } from '@/components/hosts/view-menu';
import { SteadyText } from '@/components/ui/steady-text';
import { Tab, Tabs } from '@/components/ui/tabs';
import type { ListLook } from '@/lib/client/list-look';
import type { Facets } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';

type TabsProps = {
  query: HostQuery;
  facets: Facets['facets'];
  maySave: boolean;
  look: ListLook;
  setLook: (look: ListLook) => void;
};

export function ViewTabs({ query, facets, maySave, look, setLook }: TabsProps) {
  const t = useTranslations('hosts');
  const format = useFormatter();
  return (
    <Tabs className="mt-2" label={t('views')}>
      {stateTabs(query, facets.state ?? []).map(({ name, href, isCurrent, count, most }) => (
        <Tab
          key={name}
          href={href}
          isCurrent={isCurrent}
          count={<SteadyText longest={format.number(most)}>{format.number(count)}</SteadyText>}
        >
          {t(`view.${name}`)}{' '}
        </Tab>
      ))}
      <span className="ml-auto flex items-center gap-2">
        <ViewMenu query={query} mayManage={maySave} {...{ look, setLook }} />
        <ColumnMenu look={look} onChange={setLook} />
      </span>
    </Tabs>
  );
}
