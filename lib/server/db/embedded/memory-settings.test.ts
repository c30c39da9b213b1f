import os from 'node:os';
import { expect, it } from 'vitest';
import { memorySettings } from './memory-settings';

const GIB = 2 ** 30;

it.each([
  [GIB / 8, '32MB', '64MB'],
  [GIB, '128MB', '512MB'],
  [4 * GIB, '512MB', '2048MB'],
  [512 * GIB, '1024MB', '262144MB'],
])('of %d bytes PostgreSQL caches %s, and counts on %s', (bytes, cache, counted) => {
  expect(memorySettings(bytes)).toEqual({ shared_buffers: cache, effective_cache_size: counted });
});

it('goes by this machine, and takes no container for one that is larger', () => {
  const cached = Number.parseInt(memorySettings().effective_cache_size ?? '', 10);
  expect(cached).toBeGreaterThanOrEqual(32);
  expect(cached).toBeLessThanOrEqual(os.totalmem() / 2 ** 21);
});
