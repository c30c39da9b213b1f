'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { NEW_WORD, withForm } from '@/lib/client/settings-address';

/**
 * Whether the form of a page is open. That stands in the address, where the search leads to the open form; once it is closed,
 * a reload does not open it again, and the search does.
 */
export function useFormInAddress(): [boolean, (isOpen: boolean) => void] {
  const path = usePathname();
  const isOpen = useSearchParams().get(NEW_WORD) === 'true';
  const setOpen = (next: boolean) =>
    window.history.replaceState(null, '', withForm(path, window.location.search, next));
  return [isOpen, setOpen];
}
