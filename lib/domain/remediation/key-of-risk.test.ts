import { expect, it } from 'vitest';
import { keyOfPrerequisite } from './key-of-risk';

it.each([
  ['InstallPending', 'hostGuardianRestartPending'],
  ['EnablePending', 'hostGuardianRestartPending'],
  // A restart would take the feature away for good.
  ['UninstallPending', 'hostGuardianFeature'],
  ['DisablePending', 'hostGuardianFeature'],
  ['Available', 'hostGuardianFeature'],
  [null, 'hostGuardianFeature'],
])('repairs a feature that is %s as %s', (seen, key) => {
  const evidence = [{ label: 'HostGuardian', seen }];
  expect(keyOfPrerequisite({ prerequisite: 'hostGuardianFeature', evidence })).toBe(key);
});
