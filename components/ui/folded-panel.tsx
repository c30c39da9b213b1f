'use client';

import { type ComponentProps, useEffect, useState } from 'react';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { useIsPrinting } from '@/components/ui/use-is-printing';

type FoldedPanelProps = Omit<ComponentProps<typeof Panel>, 'onFocus'> & {
  /** It has something to say that nobody should have to look for. */
  isOpenAtFirst?: boolean;
};

/** A panel that is one line until it is opened, there or by what leads to its place. Paper has it open. */
export function FoldedPanel({ isOpenAtFirst = false, title, children, ...panel }: FoldedPanelProps) {
  const { place } = panel;
  const [isChosen, setChosen] = useState(isOpenAtFirst);
  const isPrinting = useIsPrinting();
  const isOpen = isChosen || isPrinting;

  // The address is the browser's.
  useEffect(() => {
    if (place !== undefined && location.hash === `#${place}`) document.getElementById(place)?.focus();
  }, [place]);
  return (
    <Panel
      {...panel}
      onFocus={({ target, currentTarget }) => target === currentTarget && setChosen(true)}
      title={
        <button
          type="button"
          className="-ml-1 flex min-h-6 cursor-pointer items-center gap-1.5 px-1 hover:underline"
          aria-expanded={isOpen}
          onClick={() => setChosen(!isChosen)}
        >
          <span className="w-3 text-ink-3 print:hidden">
            <Icon name={isOpen ? 'down' : 'right'} size={12} />
          </span>
          {title}
        </button>
      }
    >
      {isOpen && children}
    </Panel>
  );
}
