'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FabricNameForm } from '@/components/settings/fabrics/fabric-name-form';
import { SettingsHead } from '@/components/settings/settings-head';
import { SettingsTable, settingsCell } from '@/components/settings/settings-table';
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
  const columns = [
    { name: 'name', label: t('column.name') },
    { name: 'hosts', label: t('column.hosts'), isRight: true },
    { name: 'rename', label: <span className="sr-only">{t('column.rename')}</span>, isRight: true },
  ] as const;
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
        {fabrics.length === 0 ? (
          <p className="px-4 py-6 text-ink-2">{t('none')}</p>
        ) : (
          <SettingsTable label={t('title')} columns={columns}>
            {fabrics.map((fabric) => (
              <Row key={fabric.id} fabric={fabric} mayRename={operator.allFabrics} />
            ))}
          </SettingsTable>
        )}
      </Panel>
      <p className="text-small text-ink-3">{t(operator.allFabrics ? 'recorded' : 'limited')}</p>
    </div>
  );
}

const hostsOf = (name: string) =>
  `/hosts?${formatHostQuery({ filter: { fabric: { include: [name], exclude: [] } } })}`;

function Row({ fabric, mayRename }: { fabric: FabricRow; mayRename: boolean }) {
  const t = useTranslations('settings.fabrics');
  const [isRenaming, setRenaming] = useState(false);
  const { name, hosts } = fabric;
  if (isRenaming)
    return (
      <tr className="border-t border-line bg-raised">
        <td colSpan={3} className="border-l-2 border-ink px-4 py-3">
          <FabricNameForm fabric={fabric} onDone={() => setRenaming(false)} />
        </td>
      </tr>
    );
  return (
    <tr className="border-t border-line">
      <td className={settingsCell()}>
        <ForeignText className="font-semibold wrap-anywhere" text={name} />
      </td>
      <td className={settingsCell({ isRight: true })}>
        <Link className="tabular-nums underline decoration-line-2 underline-offset-3" href={hostsOf(name)}>
          {t('hosts', { count: hosts ?? 0 })}
        </Link>
      </td>
      <td className={settingsCell({ isRight: true })}>
        {mayRename && (
          <Button
            size="tiny"
            aria-label={t('renameOf', { name: visibleText(name) })}
            onClick={() => setRenaming(true)}
          >
            {t('rename')}
          </Button>
        )}
      </td>
    </tr>
  );
}
