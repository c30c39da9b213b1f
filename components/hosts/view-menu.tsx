'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { openView, viewQueryOf } from '@/components/hosts/open-view';
import { SaveView, type Shown } from '@/components/hosts/save-view';
import { ViewItem } from '@/components/hosts/view-item';
import { PopoverButton } from '@/components/ui/popover-button';
import { useBriefly } from '@/components/ui/use-briefly';
import { knownColumns, type ListLook } from '@/lib/client/list-look';
import { useTRPC } from '@/lib/client/trpc';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

type MenuProps = {
  query: HostQuery;
  /** Whether the person may save views. */
  mayManage: boolean;
  /** A view carries the columns that somebody chose. */
  look: ListLook;
  setLook: (look: ListLook) => void;
};

/** Those that a person may open; each time the menu opens they are read anew. */
const useViews = () => useQuery(useTRPC().view.list.queryOptions({ page: 'hosts' }));

const shownIn = ({ query, look }: Pick<MenuProps, 'query' | 'look'>): Shown => ({
  query: viewQueryOf(query),
  columns: look.columns === null ? null : [...look.columns],
});

/** Enter in the field of a new view's name does nothing yet, while a link of the list would replace what is shown. */
const NAME_OF_NEW_VIEW = 'form:last-child input';

/** Questions that were kept under a name: to open, and of one's own to change. The button names the one that is open. */
export function ViewMenu(props: MenuProps) {
  const t = useTranslations('views');
  const { data } = useViews();
  const [saved, tellSaved] = useBriefly<'saved'>();
  const open = openView(data?.views ?? [], shownIn(props));
  const label = open === undefined ? t('menu') : t('menuOpen', { name: visibleText(open.name) });
  return (
    <>
      <span role="status" className="text-small text-ink-2 max-tablet:sr-only">
        {saved !== null && t('saved')}
      </span>
      <PopoverButton
        label={
          // A narrow page has no room for more beside the button of columns.
          <span className="max-w-[min(17.5rem,100vw-11rem)] truncate" title={open && label}>
            {label}
          </span>
        }
        title={t('menu')}
        width="wide"
        focusOn={NAME_OF_NEW_VIEW}
      >
        {(close) => <Views {...props} close={close} onSaved={() => tellSaved('saved')} />}
      </PopoverButton>
    </>
  );
}

type ViewsProps = MenuProps & { close: () => void; onSaved: () => void };

function Views({ query, mayManage, look, setLook, close, onSaved }: ViewsProps) {
  const t = useTranslations('views');
  const { data, isError } = useViews();
  const shown = shownIn({ query, look });
  const open = openView(data?.views ?? [], shown);
  const showColumns = (columns: string[] | null) =>
    columns !== null && setLook({ ...look, columns: knownColumns(columns) });
  return (
    <>
      {isError && <p role="alert">{t('failed')}</p>}
      {data?.views.length === 0 && <p className="py-2 text-ink-2">{t('none')}</p>}
      {/* Only the list scrolls, so that the form below it, which has the focus, stays in sight. */}
      <ul className="max-h-[40vh] overflow-y-auto">
        {data?.views.map((view) => (
          <ViewItem
            key={view.id}
            isOpen={view === open}
            {...{ view, shown, mayManage, close, showColumns }}
          />
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
