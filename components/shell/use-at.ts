import { usePathname, useSearchParams } from 'next/navigation';
import { addressAt, pastTimeOf, showsThePast } from '@/lib/client/time-address';

/** The earlier time that the page shows; null: now. What leads on from it keeps it. */
export function useAt(): Date | null {
  const path = usePathname();
  const text = useSearchParams().get('at');
  return showsThePast(path) ? pastTimeOf(text, Date.now()) : null;
}

/** The same page at another time. */
export function useAddressAt(): (at: Date | null) => string {
  const path = usePathname();
  const parameters = useSearchParams();
  return (at) => addressAt(path, parameters, at);
}
