'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { GroupToggle } from '@/components/hosts/group-head';

type CheckGroupProps = {
  title: string;
  names: readonly string[];
  counts: string;
  isInitiallyOpen: boolean;
  /** Open whatever was chosen. */
  isForced: boolean;
  /** Counts up with each link that leads to one of them; 0 where none did. */
  arrival?: number;
  children: ReactNode;
};

/** Checks of one kind, none of which fails: a line that opens to one line for each. */
export function CheckGroup({
  title,
  names,
  counts,
  isInitiallyOpen,
  isForced,
  arrival = 0,
  children,
}: CheckGroupProps) {
  const [isChosen, setChosen] = useState(isInitiallyOpen);

  // The address is the browser's.
  useEffect(() => {
    if (arrival > 0) setChosen(true);
  }, [arrival]);
  const isOpen = isChosen || isForced;
  return (
    <section aria-label={title}>
      <GroupToggle {...{ counts, names, isOpen }} onToggle={() => setChosen(!isChosen)}>
        {title}
      </GroupToggle>
      {isOpen && children}
    </section>
  );
}
