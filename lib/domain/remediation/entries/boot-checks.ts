import { READ_BOOT_ENTRY, READ_SECURE_BOOT, READ_TPM } from '../commands/host';
import { entry, loosening, WITH_RESTART } from '../entry';

export const BOOT_CHECK_ENTRIES = [
  entry('check', 'SecureBoot', {
    steps: ['diagnose', 'suspendBitLocker', 'turnOnSecureBoot', ...WITH_RESTART],
    verify: { command: READ_SECURE_BOOT, expect: 'true' },
    cautions: [{ id: 'baselineAfter' }],
  }),
  entry('check', 'SecureBootSettings', {
    steps: ['diagnose', 'confirmChange', 'captureBaseline', 'registerBaseline', 'attestNow', 'resumeNode'],
    cautions: [{ id: 'baselineLast' }, { id: 'certificates2026' }],
    links: ['baseline', 'manageHgs', 'hosts'],
  }),
  entry('check', 'TcgLogVerification', {
    steps: ['diagnose', 'readTpm', 'checkNetworkBoot', 'suspendBitLocker', 'updateFirmware', ...WITH_RESTART],
    verify: { command: READ_TPM, expect: 'tpmReady' },
    cautions: [{ id: 'baselineAfter' }],
  }),
  entry('check', 'FullBoot', { steps: ['diagnose', ...WITH_RESTART] }),
  entry('check', 'DebugMode', {
    steps: ['diagnose', 'confirmChange', 'suspendBitLocker', 'debugOff', ...WITH_RESTART],
    verify: { command: READ_BOOT_ENTRY, expect: 'debugNo' },
    cautions: [loosening('Hgs_UefiDebugDisabled')],
    links: ['manageHgs'],
  }),
];
