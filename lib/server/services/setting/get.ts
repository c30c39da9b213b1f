import { z } from 'zod';
import { Settings } from '@/lib/contracts/settings';
import { requireEveryFabric } from '@/lib/server/auth/authorize';
import { verb } from '@/lib/server/verbs/verb';
import { describeSettings } from './internal';

/** The settings of the whole installation, the origin of each value, and its allowed values. */
export const getSettings = verb({
  procedure: 'setting.get',
  route: { at: 'GET /api/v1/settings' },
  summary: 'Shows what holds for the whole installation.',
  right: 'setting.manage',
  demands: requireEveryFabric,
  kind: 'query',
  input: z.void(),
  output: Settings,
  needs: ['env'],
  work: async ({ ctx, env }) => {
    return describeSettings(ctx, env);
  },
});
