import type { patience } from '@/lib/server/request/deadline';
import type { Admission } from './agent-admission';

export type Allowance = {
  /** Before these bytes are read: throws where that is too much, and waits for earlier requests of the credential. */
  admit: (bytes: number) => Promise<void>;
  /** The reading itself: like the waiting for it, it counts as part of the time within which a request is answered. */
  read: <T>(work: () => Promise<T>) => Promise<T>;
  held: (ms: number) => Promise<void>;
};

type WaitingRequest = {
  credentialId: string;
  enter: () => Promise<void>;
  inTime: ReturnType<typeof patience>;
};

export function allowanceOf(
  { admitHeld, noteBytes, noteHeld, pace }: Pick<Admission, 'admitHeld' | 'noteBytes' | 'noteHeld' | 'pace'>,
  { credentialId, enter, inTime }: WaitingRequest,
): Allowance {
  return {
    admit: async (bytes) => {
      await noteBytes(credentialId, bytes);
      await inTime(enter);
      await inTime(() => pace.wait(credentialId));
      // Once more: what came before it may have used up the time meanwhile.
      await admitHeld(credentialId);
    },
    read: inTime,
    held: (ms) => {
      pace.held(credentialId, ms);
      return noteHeld(credentialId, ms);
    },
  };
}
