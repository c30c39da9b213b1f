import type { patience } from '@/lib/server/request/deadline';
import type { Admission } from './agent-admission';

export type Allowance = {
  /**
   * Called before these bytes are read: throws if they are too many, and waits for earlier requests of the
   * credential.
   */
  admit: (bytes: number) => Promise<void>;
  /** Reads; like the wait before it, this counts towards the time within which a request is answered. */
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
      // Checked again, because earlier requests may have used up the time meanwhile.
      await admitHeld(credentialId);
    },
    read: inTime,
    held: (ms) => {
      pace.held(credentialId, ms);
      return noteHeld(credentialId, ms);
    },
  };
}
