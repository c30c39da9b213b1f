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
    <Tabs className="mt-2 max-tablet:gap-y-0 max-tablet:border-b-0" label={t('views')}>
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
      {/* A phone has no room for it beside the tabs: it is below their line. */}
      <span className="ml-auto flex items-center gap-2 max-tablet:w-full max-tablet:justify-end max-tablet:border-t max-tablet:border-line max-tablet:pt-2">
        <ViewMenu query={query} mayManage={maySave} {...{ look, setLook }} />
        <ColumnMenu look={look} onChange={setLook} />
      </span>
    </Tabs>
  );
}
