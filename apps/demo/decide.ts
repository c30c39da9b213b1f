import { decideExceptions } from './decisions';
import { type Deciding, deskOf } from './desk';
import { Diary } from './diary';
import type { LiveHost } from './lanes';
import type { Memory } from './progress-file';
import { renewCredentials } from './renewals';
import { doWork } from './work';

type Agents = { hosts: readonly LiveHost[]; presentMs: number; memory: Memory };

/**
 * What people decided and did before somebody looks at the demo, each thing on its day, and what the agents of `hosts` did
 * meanwhile.
 */
export async function decide(deciding: Deciding, { hosts, presentMs, memory }: Agents): Promise<void> {
  const diary = new Diary();
  await renewCredentials(diary, hosts, { ...deciding, presentMs, memory });
  await decideExceptions(diary, deciding);
  await doWork(diary, deciding);
  await diary.live(await deskOf(deciding));
}
