import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { BadAddress } from '@/components/hosts/bad-address';
import { BeforeHistory } from '@/components/shell/before-history';
import { TimeToCome } from '@/components/shell/time-to-come';
import { refusalFor } from '@/lib/client/refusal';
import { api, errorCode, errorPointer } from '@/lib/server/trpc/rsc';

export const refusalOf = (error: unknown) => refusalFor(errorCode(error), errorPointer(error));

/** An id that nothing has, and one that nothing can have: either way there is no such page. Only before a page begins is its status open. */
export function notFoundById(error: unknown): void {
  if (errorCode(error) === 'not_found' || errorPointer(error) === '/id') notFound();
}

/** What a page shows where the server refuses what its address asks for. Throws what is no such refusal. */
export async function refused(error: unknown): Promise<ReactNode> {
  const refusal = refusalOf(error);
  if (refusal === null) throw error;
  if (refusal.kind === 'beforeHistory')
    return <BeforeHistory from={(await api().history.begins()).historyFrom} />;
  if (refusal.kind === 'timeToCome') return <TimeToCome />;
  return <BadAddress problem={{ code: 'invalid_value', parameter: refusal.parameter }} />;
}
