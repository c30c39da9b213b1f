import { decideExceptions } from './decisions';
import { type Deciding, deskOf } from './desk';
import { Diary } from './diary';
import { doWork } from './work';

/** What people decided and did before somebody looks at the demo, each thing on its day. */
export async function decide(deciding: Deciding): Promise<void> {
  const diary = new Diary();
  await decideExceptions(diary, deciding);
  await doWork(diary, deciding);
  await diary.live(await deskOf(deciding));
}
