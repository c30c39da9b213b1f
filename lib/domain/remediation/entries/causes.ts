import {
  READ_AGENT_TASK,
  READ_CLIENT,
  READ_FEATURE,
  READ_SECURE_BOOT_UPDATE,
  READ_SYSTEM_TLS,
  READ_TIME,
} from '../commands/host';
import { entry, WITH_RESTART } from '../entry';

const INSTALLED = { command: READ_FEATURE, expect: 'installed' };

export const CAUSE_ENTRIES = [
  entry('cause', 'HostGuardianFeatureMissing', {
    steps: [
      'checkFeature',
      'installFeature',
      'guardedRestart',
      'readHgsServer',
      'setHgsUrls',
      'diagnose',
      'resumeNode',
    ],
    verify: INSTALLED,
    links: ['hosts', 'setClient'],
  }),
  entry('cause', 'UnreadableStatus', {
    steps: [
      'readClientElevated',
      'readHgsService',
      'testAgent',
      'readRawSnapshot',
      'readRawClient',
      'diagnose',
    ],
    links: ['attest'],
  }),
  entry('cause', 'OtherMachine', {
    steps: ['enrolCopy', 'enrolSwapped'],
  }),
  entry('cause', 'ContradictoryEvidence', {
    steps: ['readRawSnapshot', 'readStatus', 'attestNow', 'diagnose'],
    cautions: [{ id: 'neverGreen' }],
    links: ['attest', 'diagnostics'],
  }),
];

export const PREREQUISITE_ENTRIES = [
  entry('prerequisite', 'agentReporting', {
    steps: ['isHostUp', 'readAgentTask', 'testServerConnection', 'enrolAgain'],
    verify: { command: READ_AGENT_TASK, expect: 'reporting' },
    cautions: [{ id: 'silentNotGreen' }],
    links: [],
  }),
  entry('prerequisite', 'hostGuardianFeature', {
    steps: ['checkFeature', 'installFeature', ...WITH_RESTART],
    verify: INSTALLED,
  }),
  entry('prerequisite', 'hgsClientConfigured', {
    steps: ['readHgsServer', 'setHgsUrls', 'attestNow'],
    verify: { command: READ_CLIENT, expect: 'configured' },
    links: ['setClient'],
  }),
  entry('prerequisite', 'modernTls', {
    steps: ['checkTlsUrls', 'useSystemTls', ...WITH_RESTART],
    verify: { command: READ_SYSTEM_TLS, expect: 'bothViews' },
    cautions: [{ id: 'tlsHttpsOnly' }, { id: 'tlsRestart' }],
    links: ['hosts', 'tls'],
  }),
  entry('prerequisite', 'clockInSync', {
    steps: ['resyncClock', 'checkHgsClock', 'attestNow'],
    verify: { command: READ_TIME, expect: 'synced' },
    cautions: [{ id: 'clockIsAgainstUs' }],
    links: ['time', 'hosts'],
  }),
  entry('prerequisite', 'fallbackInUse', {
    steps: ['attestPrimary', 'testConnection', 'diagnoseHgs', 'checkHgsNodes'],
    verify: { command: READ_CLIENT, expect: 'primary' },
    cautions: [{ id: 'fallbackIsLast' }],
    links: ['branchOffice', 'hgs'],
  }),
  entry('prerequisite', 'hostGuardianRestartPending', { steps: WITH_RESTART, verify: INSTALLED }),
  entry('prerequisite', 'secureBootUpdatePending', {
    steps: ['readSecureBootUpdate', 'suspendBitLocker', 'updateSecureBoot', ...WITH_RESTART],
    verify: { command: READ_SECURE_BOOT_UPDATE, expect: 'certificatesUpdated' },
    cautions: [{ id: 'baselineAfter' }, { id: 'certificates2026' }],
    links: ['secureBootUpdate'],
  }),
  entry('prerequisite', 'secureBootWaitsForKek', {
    steps: ['readSecureBootUpdate', 'suspendBitLocker', 'updateSecureBoot', ...WITH_RESTART],
    verify: { command: READ_SECURE_BOOT_UPDATE, expect: 'certificatesUpdated' },
    cautions: [{ id: 'baselineAfter' }],
    links: ['secureBootUpdate', 'secureBootEvents'],
  }),
  entry('prerequisite', 'secureBootFirmware', {
    steps: ['readSecureBootUpdate', 'suspendBitLocker', 'updateSecureBoot', ...WITH_RESTART],
    verify: { command: READ_SECURE_BOOT_UPDATE, expect: 'certificatesUpdated' },
    cautions: [{ id: 'baselineAfter' }],
    links: ['secureBootUpdate', 'secureBootEvents'],
  }),
  entry('prerequisite', 'secureBootRestartPending', {
    steps: ['readSecureBootUpdate', 'suspendBitLocker', ...WITH_RESTART],
    verify: { command: READ_SECURE_BOOT_UPDATE, expect: 'certificatesUpdated' },
    cautions: [{ id: 'baselineAfter' }],
    links: ['secureBootUpdate'],
  }),
];
