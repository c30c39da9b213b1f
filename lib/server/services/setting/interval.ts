import type { SendingInterval } from '@/lib/contracts/settings';
import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import { authorize } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { LiveSettings } from '@/lib/server/verbs/facilities';

type Asked = { ctx: Ctx; input: Pick<LiveSettings, 'reportIntervalSeconds'> };

/** How often hosts are told to send, and after how long without a snapshot they are silent, for whoever sees hosts. */
export function getSendingInterval({ ctx, input }: Asked): SendingInterval {
  authorize(ctx, 'host.read');
  const { reportIntervalSeconds: intervalSeconds } = input;
  return { intervalSeconds, silentAfterSeconds: SILENT_INTERVALS * intervalSeconds };
}
