'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FabricNameForm } from '@/components/settings/fabrics/fabric-name-form';
import { SettingsHead } from '@/components/settings/settings-head';
import { type Column, DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { FabricRow, Me } from '@/lib/contracts/procedures';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

/** The fabrics that one sees; whoever sees all of them makes and renames them. */
export function FabricsScreen({ operator }: { operator: Me }) {
  const t = useTranslations('settings.fabrics');
  const trpc = useTRPC();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions(undefined, WATCHED_STEADILY));
  const [isMaking, setMaking] = useState(false);
  const [renamed, setRenamed] = useState<string | null>(null);
  const columns: Column<FabricRow>[] = [
    {
      id: 'name',
      header: t('column.name'),
      cell: ({ name }) => <ForeignText className="font-semibold wrap-anywhere" text={name} />,
    },
    {
      id: 'hosts',
      header: t('column.hosts'),
      isRight: true,
      cell: ({ name, hosts }) => (
        <Link className="underline decoration-line-2 underline-offset-3" href={hostsOf(name)}>
          {t('hosts', { count: hosts ?? 0 })}
        </Link>
      ),
    },
    {
      id: 'rename',
      header: t('column.rename'),
      isHeaderHidden: true,
      isRight: true,
      cell: ({ id, name }) =>
        operator.allFabrics && (
          <Button
            size="tiny"
            aria-label={t('renameOf', { name: visibleText(name) })}
            onClick={() => setRenamed(id)}
          >
            {t('rename')}
          </Button>
        ),
    },
  ];
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')}>
        {operator.allFabrics && (
          <Button variant="primary" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
            {t('create')}
          </Button>
        )}
      </SettingsHead>
      {isMaking && (
        <Panel title={t('create')}>
          <div className="px-4 py-3">
            <FabricNameForm fabric={null} onDone={() => setMaking(false)} />
          </div>
        </Panel>
      )}
      <Panel title={t('title')} hint={fabrics.length} footer={<span>{t('renameHint')}</span>}>
        <DataTable
          label={t('title')}
          {...{ columns }}
          rows={fabrics}
          keyOf={({ id }) => id}
          instead={(fabric) =>
            fabric.id === renamed && <FabricNameForm fabric={fabric} onDone={() => setRenamed(null)} />
          }
          empty={t('none')}
        />
      </Panel>
      {!operator.allFabrics && <p className="text-small text-ink-3">{t('limited')}</p>}
    </div>
  );
}

const hostsOf = (name: string) =>
  `/hosts?${formatHostQuery({ filter: { fabric: { include: [name], exclude: [] } } })}`;
