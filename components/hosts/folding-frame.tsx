'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import {
  createContext,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { FILTERS, HostsFrame } from '@/components/hosts/hosts-frame';
import { Button } from '@/components/ui/button';
import { PEEK_WORD, readPeek } from '@/lib/client/peek-word';

type Folding = { isOpen: boolean; toggle: () => void; button: RefObject<HTMLButtonElement | null> };

const FoldingContext = createContext<Folding | null>(null);

const filters = () => document.getElementById(FILTERS);
const isInFilters = (target: EventTarget | null) =>
  target instanceof Node && filters()?.contains(target) === true;

type FrameProps = { filters: ReactNode; children: ReactNode };

/**
 * The frame of the list, which on a page that is not wide has no room for the filters while a host is shown beside the list:
 * they fold into a button, which opens them over the list until focus leaves them.
 */
export function FoldingFrame({ filters: column, children }: FrameProps) {
  const isPeeking = readPeek(useSearchParams().get(PEEK_WORD)) !== null;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const folding = useMemo(() => ({ isOpen, toggle: () => setOpen((was) => !was), button }), [isOpen]);

  // Focus is the browser's.
  useEffect(() => {
    if (isOpen) filters()?.focus();
  }, [isOpen]);

  function handleBlur({ target, relatedTarget }: FocusEvent) {
    // Another window has the keyboard: focus comes back with it.
    if (relatedTarget === null && !document.hasFocus()) return;
    if (isInFilters(target) && !isInFilters(relatedTarget) && relatedTarget !== button.current)
      setOpen(false);
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !isOpen) return;
    event.preventDefault();
    setOpen(false);
    button.current?.focus();
  }

  const fold = !isPeeking ? undefined : isOpen ? 'open' : 'folded';
  return (
    <FoldingContext value={folding}>
      <HostsFrame filters={column} {...{ fold }} onBlur={handleBlur} onKeyDown={handleKeyDown}>
        {children}
      </HostsFrame>
    </FoldingContext>
  );
}

/** Shows the filters where they are folded; elsewhere nobody sees it. */
export function FoldedFilters() {
  const t = useTranslations('hosts');
  const folding = useContext(FoldingContext);
  if (folding === null) return null;
  const { isOpen, toggle, button } = folding;
  return (
    <span className="hidden columns:max-wide:group-data-fold/frame:inline-flex">
      <Button ref={button} size="small" aria-expanded={isOpen} aria-controls={FILTERS} onClick={toggle}>
        {t('filters')}
      </Button>
    </span>
  );
}
