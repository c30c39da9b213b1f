import { z } from 'zod';
import { SendingInterval } from '@/lib/contracts/settings';
import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import { verb } from '@/lib/server/verbs/verb';

/**
 * How often hosts are told to send, and after how long without a snapshot they are silent, for everybody who
 * sees hosts.
 */
export const getSendingInterval = verb({
  procedure: 'setting.sendingInterval',
  summary: 'Says how often hosts are told to send, and when they count as silent.',
  right: 'host.read',
  kind: 'query',
  input: z.void(),
  output: SendingInterval,
  needs: ['settings'],
  work: ({ settings: { reportIntervalSeconds: intervalSeconds } }) => {
    return { intervalSeconds, silentAfterSeconds: SILENT_INTERVALS * intervalSeconds };
  },
});
