import { READ_DEVICE_GUARD } from '../commands/host';
import { entry, loosening, WITH_RESTART } from '../entry';

export const CODE_CHECK_ENTRIES = [
  entry('check', 'CodeIntegrityPolicy', {
    steps: [
      'diagnose',
      'confirmChange',
      'makeCiPolicy',
      'testCiPolicy',
      'enforceCiPolicy',
      'registerCiPolicy',
      'deployCiPolicy',
      ...WITH_RESTART,
    ],
    cautions: [{ id: 'auditPolicy' }, { id: 'baselineAfter' }, loosening('Hgs_CiPolicy')],
    links: ['ciPolicy', 'hosts'],
  }),
  entry('check', 'HypervisorEnforcedCodeIntegrityPolicy', {
    steps: ['diagnose', 'enableHvci', ...WITH_RESTART],
    verify: { command: READ_DEVICE_GUARD, expect: 'hvciRunning' },
    cautions: [{ id: 'groupPolicy' }, loosening('Hgs_HypervisorEnforcedCiPolicy')],
    links: ['hvci', 'hosts'],
  }),
];

export const ISOLATION_CHECK_ENTRIES = [
  entry('check', 'VirtualSecureMode', {
    steps: ['diagnose', 'comparePlatform', 'installFeature', 'requireVbs', ...WITH_RESTART],
    verify: { command: READ_DEVICE_GUARD, expect: 'vbsRunning' },
    cautions: [{ id: 'groupPolicy' }],
    links: ['hvci', 'hosts'],
  }),
  entry('check', 'Iommu', {
    steps: ['diagnose', 'suspendBitLocker', 'turnOnIommu', 'requireDma', ...WITH_RESTART],
    verify: { command: READ_DEVICE_GUARD, expect: 'dmaRequired' },
    cautions: [{ id: 'groupPolicy' }, { id: 'baselineAfter' }, loosening('Hgs_IommuEnabled')],
    links: ['enclaves', 'hosts'],
  }),
];
