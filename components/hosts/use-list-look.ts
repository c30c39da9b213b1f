'use client';

import { useState } from 'react';
import type { ListLook } from '@/lib/client/list-look';
import { rememberListLook } from '@/lib/client/preferences';

/** Kept in the browser, where the server finds it for the next page. */
export function useListLook(kept: ListLook): [ListLook, (look: ListLook) => void] {
  const [look, setLook] = useState(kept);
  return [
    look,
    (next) => {
      setLook(next);
      rememberListLook(next);
    },
  ];
}
