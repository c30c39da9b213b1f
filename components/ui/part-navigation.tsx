'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useTransition,
} from 'react';

type Go = (address: string, options?: { scroll?: boolean; replace?: boolean }) => void;

/** A context of its own: what follows an address says nothing of whether one is being followed, and need not be drawn anew then. */
const Way = createContext<Go | null>(null);
const Going = createContext(false);

/** Said of a link below which the page stays where it is. */
export const KEEPS_SCROLL = { scroll: false, 'data-keeps-scroll': true } as const;

/** The link that a click follows in this page; null where the browser does something else with it. */
function linkOf({
  target,
  button,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: MouseEvent): HTMLAnchorElement | null {
  if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey || !(target instanceof Element)) return null;
  const link = target.closest('a');
  return link?.origin === window.location.origin && link.target === '' && !link.download ? link : null;
}

/** Links within a part of a page lead on as one transition, so that it can say while their answer is still to come. */
export function PartNavigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  const part = useRef<HTMLDivElement>(null);
  const [isPending, startTransition] = useTransition();
  const go = useCallback<Go>(
    (address, { scroll = true, replace = false } = {}) =>
      startTransition(() => router[replace ? 'replace' : 'push'](address, { scroll })),
    [router],
  );

  // Before the router's own links get the click, which they would follow outside of this transition.
  useEffect(() => {
    const handleClick = (event: MouseEvent) => {
      const link = linkOf(event);
      if (link === null || link.hash !== '' || link.pathname.startsWith('/api/')) return;
      event.preventDefault();
      go(`${link.pathname}${link.search}`, { scroll: !link.hasAttribute('data-keeps-scroll') });
    };
    const within = part.current;
    within?.addEventListener('click', handleClick, true);
    return () => within?.removeEventListener('click', handleClick, true);
  }, [go]);

  return (
    <div ref={part} className="contents">
      <Way value={go}>
        <Going value={isPending}>{children}</Going>
      </Way>
    </div>
  );
}

/** How the part around follows an address; null where nothing waits for its answer. */
export const useGo = () => useContext(Way);

/** Whether an address of this part was followed, and what it shows is still that of the one before. */
export const useIsGoing = () => useContext(Going);
