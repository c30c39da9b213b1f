import type { ReactNode } from 'react';
import { BadAddress } from '@/components/hosts/bad-address';
import { BeforeHistory } from '@/components/shell/before-history';
import { TimeToCome } from '@/components/shell/time-to-come';
import { api, errorCode, errorPointer } from '@/lib/server/trpc/rsc';

/** What a page shows where the server refuses what its address asks for. Throws what is no such refusal. */
export async function refused(error: unknown): Promise<ReactNode> {
  const code = errorCode(error);
  if (code === 'before_history') return <BeforeHistory from={(await api().history.begins()).historyFrom} />;
  if (code !== 'invalid_value') throw error;
  const parameter = errorPointer(error) ?? 'at';
  return parameter === 'at' ? <TimeToCome /> : <BadAddress problem={{ code, parameter }} />;
}
