'use client';

import { useState } from 'react';
import { type ListLook, rememberListLook } from '@/lib/client/list-look';

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
