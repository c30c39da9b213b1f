'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { SaveView } from '@/components/hosts/save-view';
import { ViewItem } from '@/components/hosts/view-item';
import { PopoverButton } from '@/components/ui/popover-button';
import { useBriefly } from '@/components/ui/use-briefly';
import { knownColumns, type ListLook } from '@/lib/client/list-look';
import { useTRPC } from '@/lib/client/trpc';
import { formatHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';

type MenuProps = {
  query: HostQuery;
  /** Whether the person may save views. */
  mayManage: boolean;
  /** A view carries the columns that somebody chose. */
  look: ListLook;
  setLook: (look: ListLook) => void;
};

/** The question of a list without what a view does not keep: its page, and its time. */
export const viewQueryOf = (query: HostQuery): string =>
  formatHostQuery({ ...query, at: null, cursor: null }).toString();

/** Questions that were kept under a name: to open, and of one's own to change. */
export function ViewMenu(props: MenuProps) {
  const t = useTranslations('views');
  const [saved, tellSaved] = useBriefly<'saved'>();
  return (
    <>
      <span role="status" className="text-small text-ink-2">
        {saved !== null && t('saved')}
      </span>
      <PopoverButton label={t('menu')} title={t('menu')} width="wide">
        {(close) => <Views {...props} close={close} onSaved={() => tellSaved('saved')} />}
      </PopoverButton>
    </>
  );
}

type ViewsProps = MenuProps & { close: () => void; onSaved: () => void };

function Views({ query, mayManage, look, setLook, close, onSaved }: ViewsProps) {
  const t = useTranslations('views');
  const { data, isError } = useQuery(useTRPC().view.list.queryOptions({ page: 'hosts' }));
  const shown = { query: viewQueryOf(query), columns: look.columns === null ? null : [...look.columns] };
  const showColumns = (columns: string[] | null) =>
    columns !== null && setLook({ ...look, columns: knownColumns(columns) });
  return (
    <>
      {isError && <p role="alert">{t('failed')}</p>}
      {data?.views.length === 0 && <p className="py-2 text-ink-2">{t('none')}</p>}
      <ul>
        {data?.views.map((view) => (
          <ViewItem key={view.id} {...{ view, shown, mayManage, close, showColumns }} />
        ))}
      </ul>
      {mayManage ? (
        <SaveView
          shown={shown}
          views={data?.views ?? []}
          onSaved={() => {
            close();
            onSaved();
          }}
        />
      ) : (
        <p className="border-t border-line pt-2 text-small text-ink-3">{t('readOnly')}</p>
      )}
    </>
  );
}
