import { expect, test } from 'vitest';
import { osFamily } from '@/lib/domain/os-family';

test.each([
  ['Microsoft Windows Server 2022 Datacenter', '10.0.20348.2849', '2022'],
  ['Microsoft Windows Server 2016 Datacenter Evaluation', null, '2016'],
  ['Microsoft Hyper-V Server 2019', '10.0.17763.1', '2019'],
  ['Microsoft Windows Server 2012 R2 Datacenter', '6.3.9600', 'Microsoft Windows Server 2012 R2 Datacenter'],
  // The client release with the same build as Windows Server 2025.
  ['Microsoft Windows 11 Enterprise', '10.0.26100.1', 'Microsoft Windows 11 Enterprise'],
  [null, '10.0.26100.1742', '2025'],
  ['  ', '10.0.99999', null],
  [null, null, null],
])('%s %s is %s', (caption, version, expected) => {
  expect(osFamily(caption, version)).toBe(expected);
});
