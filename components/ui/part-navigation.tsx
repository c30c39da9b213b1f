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
import { leadsToPage } from '@/components/ui/leads-to-page';

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
  defaultPrevented,
}: MouseEvent): HTMLAnchorElement | null {
  if (defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return null;
  const link = target instanceof Element ? target.closest('a') : null;
  if (link === null) return null;
  const { origin, target: frame, hash, pathname } = link;
  const parts = { origin, target: frame, hash, pathname, isDownload: link.hasAttribute('download') };
  return leadsToPage(parts, window.location.origin) ? link : null;
}

type Followed = { address: string; scroll: boolean };

/**
 * Calls for each link that a click follows in this page, before the router's own links get the click: they would follow it
 * outside of a transition of ours. Whoever follows it prevents the click's default.
 */
export function onLinkClick(within: EventTarget, follow: (link: Followed, event: Event) => void): () => void {
  const handleClick = (event: Event) => {
    const link = event instanceof MouseEvent ? linkOf(event) : null;
    if (link === null) return;
    const scroll = !link.hasAttribute('data-keeps-scroll');
    follow({ address: `${link.pathname}${link.search}`, scroll }, event);
  };
  within.addEventListener('click', handleClick, true);
  return () => within.removeEventListener('click', handleClick, true);
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

  // The links are the router's.
  useEffect(() => {
    if (part.current === null) return;
    return onLinkClick(part.current, ({ address, scroll }, event) => {
      event.preventDefault();
      go(address, { scroll });
    });
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
