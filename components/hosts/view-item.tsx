'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Shown } from '@/components/hosts/save-view';
import { useViewVerbs } from '@/components/hosts/use-views';
import { Button } from '@/components/ui/button';
import { ConfirmedButton } from '@/components/ui/confirmed-button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { TextField } from '@/components/ui/text-field';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { SavedView } from '@/lib/contracts/view';
import { parseHostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

type ItemProps = {
  view: SavedView;
  /** The list shows it. */
  isOpen: boolean;
  /** What the list shows. */
  shown: Shown;
  mayManage: boolean;
  close: () => void;
  showColumns: (columns: string[] | null) => void;
};

const rowClass = cva('-mx-1 flex min-h-9 items-center gap-2 rounded-pill px-1', {
  variants: { isOpen: { true: 'bg-sunken' } },
});

/** One view: it opens at the time and in the fabrics that are looked at, unless it names others. */
export function ViewItem({ view, isOpen, shown, mayManage, close, showColumns }: ItemProps) {
  const t = useTranslations('views');
  const scope = useScope();
  const [isChanging, setChanging] = useState(false);
  const { name, query, shared, isOwn, madeBy } = view;
  const isReadable = parseHostQuery(new URLSearchParams(query)).ok;
  const hint = isOwn ? (shared ? t('shared') : null) : t('sharedBy', { name: visibleText(madeBy.name) });
  return (
    <li>
      <div className={rowClass({ isOpen })}>
        <Link
          className="min-w-0 flex-1 truncate hover:underline aria-[current]:font-semibold"
          aria-current={isOpen ? 'true' : undefined}
          href={inScope(`/hosts?${query}`, scope)}
          onClick={() => {
            showColumns(view.columns);
            close();
          }}
        >
          <ForeignText text={name} isTitled />
        </Link>
        {hint !== null && <span className="text-small text-ink-3">{hint}</span>}
        {isOwn && mayManage && (
          <Button
            size="tiny"
            variant="quiet"
            aria-expanded={isChanging}
            aria-label={t('more', { name: visibleText(name) })}
            onClick={() => setChanging(!isChanging)}
          >
            <Icon name="down" size={12} />
          </Button>
        )}
      </div>
      {!isReadable && <p className="text-small text-ink-3">{t('unreadable')}</p>}
      {isChanging && <Changes {...{ view, shown }} onDone={() => setChanging(false)} />}
    </li>
  );
}

type ChangesProps = Pick<ItemProps, 'view' | 'shown'> & { onDone: () => void };

/** What is done with one's own view. */
function Changes({ view, shown, onDone }: ChangesProps) {
  const t = useTranslations('views');
  const { change, remove, forgetError, isPending, nameTakenFor, errorText } = useViewVerbs(onDone);
  const { id, name, shared, version } = view;

  function handleSubmit(said: FormData) {
    change({ id, version, name: String(said.get('name')) });
  }

  return (
    <div className="mb-2 grid gap-2 rounded-panel bg-raised p-2">
      <Form className="flex items-start gap-1" onSubmit={handleSubmit}>
        <div className="flex-1">
          <TextField
            label={t('save.name')}
            name="name"
            required
            maxLength={100}
            defaultValue={name}
            {...(nameTakenFor !== null && { error: t('error.taken'), isErrorSaid: true })}
            onChange={forgetError}
          />
        </div>
        <Button type="submit" size="medium" disabled={isPending}>
          {t('rename')}
        </Button>
      </Form>
      <div className="flex flex-wrap items-start gap-1">
        <Button size="tiny" disabled={isPending} onClick={() => change({ id, version, ...shown })}>
          {t('replace')}
        </Button>
        <Button size="tiny" disabled={isPending} onClick={() => change({ id, version, shared: !shared })}>
          {shared ? t('unshare') : t('share')}
        </Button>
        <ConfirmedButton
          align="start"
          question={t('confirmDelete')}
          confirm={t('doDelete')}
          cancel={t('cancel')}
          isPending={isPending}
          errorText={null}
          onConfirm={() => remove({ id })}
        >
          {t('delete')}
        </ConfirmedButton>
      </div>
      {errorText !== null && <FormError>{errorText}</FormError>}
    </div>
  );
}
