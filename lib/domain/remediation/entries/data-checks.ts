import { READ_BITLOCKER, READ_PAGEFILE } from '../commands/host';
import { entry, loosening, WITH_RESTART } from '../entry';

export const DATA_CHECK_ENTRIES = [
  entry('check', 'BitLocker', {
    steps: [
      'diagnose',
      'askBitLocker',
      'installBitLocker',
      'enableBitLocker',
      'restartAfterBitLocker',
      'resumeNode',
    ],
    verify: { command: READ_BITLOCKER, expect: 'encrypted' },
    cautions: [{ id: 'bitLockerPolicy', loosens: true }],
    links: ['manageHgs', 'hosts'],
  }),
  entry('check', 'PagefileEncryption', {
    steps: ['diagnose', 'encryptPagefile', ...WITH_RESTART],
    verify: { command: READ_PAGEFILE, expect: 'one' },
    cautions: [loosening('Hgs_PageFileEncryptionEnabled')],
    links: ['fsutil', 'hosts'],
  }),
  entry('check', 'HibernationEnabled', {
    steps: ['diagnose', 'hibernateOff', ...WITH_RESTART],
    cautions: [{ id: 'hibernationDumps' }, loosening('Hgs_NoHibernation')],
  }),
  entry('check', 'DumpsEnabled', {
    steps: ['diagnose', 'dumpsOff', ...WITH_RESTART],
    cautions: [{ id: 'noDumps' }, loosening('Hgs_NoDumps')],
    links: ['dumpEncryption', 'hosts'],
  }),
  entry('check', 'DumpEncryption', {
    steps: ['diagnose', 'encryptDumps', 'hashDumpKey', 'registerDumpKey', ...WITH_RESTART],
    cautions: [{ id: 'dumpsOffInstead' }, { id: 'encryptionNeedsKey' }, loosening('Hgs_DumpEncryption')],
    links: ['dumpEncryption', 'manageHgs'],
  }),
  entry('check', 'DumpEncryptionKey', {
    steps: [
      'diagnose',
      'hashDumpKey',
      'confirmChange',
      'registerDumpKey',
      'attestNow',
      'updateDumpKey',
      ...WITH_RESTART,
    ],
    cautions: [{ id: 'wrongDumpKey' }, { id: 'dumpsOffInstead' }, loosening('Hgs_DumpEncryptionKey')],
    links: ['dumpEncryption', 'manageHgs'],
  }),
];
