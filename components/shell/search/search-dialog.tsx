'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { SearchListProps } from '@/components/shell/search/search-list';
import type { Doing } from '@/components/shell/search/use-local';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { useLoaded } from '@/components/ui/use-loaded';
import type { Me } from '@/lib/contracts/procedures';
import { MAX_SEARCH_CHARS } from '@/lib/contracts/words/search';

type SearchDialogProps = { operator: Me; doing: Doing; onClose: () => void };

/** What finds and shows results is loaded when somebody searches; the field is there at once, so that no key is lost. */
const loadList = () => import('@/components/shell/search/search-list');

/** A field and what is found for it: arrows choose, Enter opens, Escape closes. */
export function SearchDialog({ operator, doing, onClose }: SearchDialogProps) {
  const t = useTranslations('search');
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const pressed = useRef<SearchListProps['keys']['current']>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState<string | null>(null);
  const [isEntered, setEntered] = useState(false);
  const { part: loaded, hasFailed, retry } = useLoaded(loadList);

  function handleChange(typed: string) {
    setText(typed);
    setEntered(false);
  }

  function handleKeyDown(event: KeyboardEvent) {
    // Whoever composes a character, as in Japanese, is not asking for a result yet.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      setEntered(true);
    }
    pressed.current?.(event);
  }

  return (
    <Dialog
      title={t('title')}
      isTitleHidden
      focusOn={input}
      onClose={onClose}
      className="fixed top-[12vh] left-1/2 m-0 flex max-h-[76vh] w-160 max-w-[calc(100vw-48px)] -translate-x-1/2 flex-col overflow-hidden rounded-panel border border-line-2 bg-surface p-0 text-ink shadow-menu backdrop:bg-backdrop max-tablet:inset-0 max-tablet:h-dvh max-tablet:max-h-none max-tablet:w-dvw max-tablet:max-w-none max-tablet:translate-x-0 max-tablet:rounded-none max-tablet:border-0"
    >
      <div className="flex flex-none items-center gap-2 border-b border-line py-2 pr-2 pl-3">
        <Icon name="search" className="flex-none text-ink-3" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t('title')}
          aria-expanded={active !== null}
          aria-controls={active === null ? undefined : list}
          aria-autocomplete="list"
          aria-activedescendant={active ?? undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={MAX_SEARCH_CHARS}
          className="h-9 min-w-0 flex-1 bg-transparent text-verdict outline-none placeholder:text-ink-3"
          placeholder={t('hint')}
          value={text}
          onChange={(event) => handleChange(event.target.value)}
          onKeyDown={handleKeyDown}
        />
        <Button variant="quiet" size="small" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      {loaded === null && !hasFailed && <div className="min-h-40" aria-busy="true" />}
      {hasFailed && (
        <div className="grid justify-items-start gap-2 p-4">
          <FormError>{t('notLoaded')}</FormError>
          <Button size="small" onClick={retry}>
            {t('retry')}
          </Button>
        </div>
      )}
      {loaded !== null && (
        <loaded.SearchList
          {...{ id: list, operator, doing, isEntered, keys: pressed }}
          text={text.trim()}
          onActive={setActive}
          onTaken={() => setEntered(false)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
