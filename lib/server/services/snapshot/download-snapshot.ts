import type { RawSnapshotInput } from '@/lib/contracts/snapshot';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { timeInName } from '@/lib/server/files/file-name';
import { findSnapshot } from './find-snapshot';

type Asked = Omit<RawSnapshotInput, 'snapshot'> & { snapshot: string };

type SnapshotFile = { fileName: string; text: string };

/** A host may have any name, but a file may not. */
const asFileName = (hostname: string) => hostname.replaceAll(/[^\w.-]+/g, '-').slice(0, 64);

/** The document as it is stored: what the host sent, without whitespace between its parts. */
export async function downloadSnapshot({ ctx, input }: Verb<Asked>): Promise<SnapshotFile> {
  authorize(ctx, 'snapshot.read');
  const { hostId, at, snapshot: reference } = input;
  const found = await findSnapshot(ctx, { hostId, at, reference, word: 'snapshot' });
  const time = timeInName(found.observedAt);
  return { fileName: `${asFileName(found.hostname)}-${time}.json`, text: JSON.stringify(found.item) };
}
