import { expect, it } from 'vitest';
import { restartParams } from './restart-params';

it('tells how many of the host’s VMs are off beside those that run, and none where their number is not known', () => {
  expect(restartParams({ running: 5, total: 6 })).toMatchObject({ running: 5, off: 1 });
  expect(restartParams({ running: 6, total: 6 })).toMatchObject({ off: 0 });
  expect(restartParams({ running: 5 })).toMatchObject({ off: 0 });
});
