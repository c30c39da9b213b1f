import * as hgs from './commands/hgs';
import * as host from './commands/host';
import { GUARDED_RESTART, RESTART_AFTER_BITLOCKER, RESUME_NODE } from './commands/restart';
import type { Place, RemediationStep } from './types';

type Options = { command?: string; restart?: true; caution?: true; unverified?: true };

function step(
  id: string,
  where: Place,
  { command, restart, caution, unverified }: Options = {},
): RemediationStep {
  return {
    id,
    where,
    ...(command === undefined ? {} : { command }),
    restart: restart ?? false,
    hasCaution: caution ?? false,
    unverified: unverified ?? false,
  };
}

/** Every step, once: if two causes share a step, they share one text and one command. */
export const STEPS = {
  diagnose: step('diagnose', 'host', { command: host.DIAGNOSE, caution: true }),
  diagnoseHgs: step('diagnoseHgs', 'hgs', { command: hgs.DIAGNOSE_HGS }),
  guardedRestart: step('guardedRestart', 'host', { command: GUARDED_RESTART, restart: true, caution: true }),
  resumeNode: step('resumeNode', 'host', { command: RESUME_NODE, caution: true }),
  readStatus: step('readStatus', 'host', { command: host.READ_CLIENT }),
  readClientElevated: step('readClientElevated', 'host', { command: host.READ_CLIENT }),
  readHgsService: step('readHgsService', 'host', { command: host.READ_HGS_SERVICE, unverified: true }),
  testAgent: step('testAgent', 'host', { command: host.TEST_AGENT }),
  attestNow: step('attestNow', 'host', { command: host.ATTEST_NOW }),
  attestPrimary: step('attestPrimary', 'host', { command: host.ATTEST_PRIMARY }),
  readHgsEvents: step('readHgsEvents', 'host', { command: host.READ_HGS_EVENTS }),
  readRawClient: step('readRawClient', 'host', { command: host.READ_RAW_CLIENT, unverified: true }),
  readRawSnapshot: step('readRawSnapshot', 'adminWorkstation'),
  fixNamedChecks: step('fixNamedChecks', 'host', { caution: true }),
  confirmChange: step('confirmChange', 'adminWorkstation', { caution: true }),

  checkFeature: step('checkFeature', 'host', { command: host.READ_FEATURE }),
  installFeature: step('installFeature', 'host', { command: host.INSTALL_FEATURE, caution: true }),
  readHgsServer: step('readHgsServer', 'hgs', { command: hgs.READ_HGS_SERVER }),
  setHgsUrls: step('setHgsUrls', 'host', { command: host.SET_HGS_URLS, caution: true }),
  testConnection: step('testConnection', 'host', { command: host.TEST_HGS_CONNECTION }),
  useSystemTls: step('useSystemTls', 'host', { command: host.USE_SYSTEM_TLS, caution: true }),
  checkTlsUrls: step('checkTlsUrls', 'host', { command: host.READ_CLIENT }),

  resyncClock: step('resyncClock', 'host', { command: host.RESYNC_CLOCK }),
  checkHgsClock: step('checkHgsClock', 'hgs', { command: host.READ_TIME }),
  renewSigner: step('renewSigner', 'hgs', { command: hgs.RENEW_SIGNER }),

  readTpm: step('readTpm', 'host', { command: host.READ_TPM }),
  readTpmEvents: step('readTpmEvents', 'host', { command: host.READ_TPM_EVENTS, unverified: true }),
  updateFirmware: step('updateFirmware', 'host', { restart: true, caution: true }),
  checkNetworkBoot: step('checkNetworkBoot', 'host'),
  suspendBitLocker: step('suspendBitLocker', 'host', { command: host.SUSPEND_BITLOCKER, caution: true }),
  readSecureBootUpdate: step('readSecureBootUpdate', 'host', { command: host.READ_SECURE_BOOT_UPDATE }),
  updateSecureBoot: step('updateSecureBoot', 'host', { caution: true }),
  turnOnSecureBoot: step('turnOnSecureBoot', 'host', { restart: true }),
  turnOnIommu: step('turnOnIommu', 'host', { restart: true }),

  exportTpmIdentity: step('exportTpmIdentity', 'host', { command: host.EXPORT_TPM_IDENTITY }),
  registerTpmHost: step('registerTpmHost', 'hgs', { command: hgs.REGISTER_TPM_HOST, caution: true }),
  makeHostKey: step('makeHostKey', 'host', { command: host.MAKE_HOST_KEY, caution: true }),
  exportHostKey: step('exportHostKey', 'host', { command: host.EXPORT_HOST_KEY }),
  registerHostKey: step('registerHostKey', 'hgs', { command: hgs.REGISTER_HOST_KEY }),
  readHostGroups: step('readHostGroups', 'hgs', { command: hgs.READ_HOST_GROUPS }),
  addToGroup: step('addToGroup', 'adminWorkstation', { command: hgs.ADD_TO_GROUP }),
  readMode: step('readMode', 'hgs', { command: hgs.READ_HGS_SERVER }),

  captureBaseline: step('captureBaseline', 'host', { command: host.CAPTURE_BASELINE, caution: true }),
  registerBaseline: step('registerBaseline', 'hgs', { command: hgs.REGISTER_BASELINE, caution: true }),
  makeCiPolicy: step('makeCiPolicy', 'host', { command: host.MAKE_CI_POLICY, caution: true }),
  testCiPolicy: step('testCiPolicy', 'host', { command: host.READ_CI_EVENTS }),
  enforceCiPolicy: step('enforceCiPolicy', 'host', { command: host.ENFORCE_CI_POLICY, caution: true }),
  registerCiPolicy: step('registerCiPolicy', 'hgs', { command: hgs.REGISTER_CI_POLICY, caution: true }),
  deployCiPolicy: step('deployCiPolicy', 'host', { command: host.DEPLOY_CI_POLICY, caution: true }),
  enableHvci: step('enableHvci', 'host', { command: host.ENABLE_HVCI, caution: true }),
  comparePlatform: step('comparePlatform', 'host', { command: host.READ_DEVICE_GUARD }),
  requireVbs: step('requireVbs', 'host', { command: host.REQUIRE_VBS, caution: true }),
  requireDma: step('requireDma', 'host', { command: host.REQUIRE_DMA, caution: true }),

  askBitLocker: step('askBitLocker', 'hgs', { command: hgs.READ_POLICIES }),
  installBitLocker: step('installBitLocker', 'host', { command: host.INSTALL_BITLOCKER, caution: true }),
  enableBitLocker: step('enableBitLocker', 'host', { command: host.ENABLE_BITLOCKER, caution: true }),
  restartAfterBitLocker: step('restartAfterBitLocker', 'host', {
    command: RESTART_AFTER_BITLOCKER,
    restart: true,
    caution: true,
    unverified: true,
  }),
  encryptPagefile: step('encryptPagefile', 'host', { command: host.ENCRYPT_PAGEFILE }),
  hibernateOff: step('hibernateOff', 'host', { command: host.HIBERNATE_OFF }),
  dumpsOff: step('dumpsOff', 'host', { command: host.DUMPS_OFF, caution: true, unverified: true }),
  encryptDumps: step('encryptDumps', 'host', {
    command: host.ENCRYPT_DUMPS,
    caution: true,
    unverified: true,
  }),
  updateDumpKey: step('updateDumpKey', 'host', {
    command: host.ENCRYPT_DUMPS,
    caution: true,
    unverified: true,
  }),
  hashDumpKey: step('hashDumpKey', 'host', { command: host.HASH_DUMP_KEY, unverified: true }),
  registerDumpKey: step('registerDumpKey', 'hgs', { command: hgs.REGISTER_DUMP_KEY }),
  debugOff: step('debugOff', 'host', { command: host.DEBUG_OFF, unverified: true }),

  checkHgsNodes: step('checkHgsNodes', 'hgs'),
  testDomainTrust: step('testDomainTrust', 'host', { command: host.TEST_DOMAIN_TRUST, unverified: true }),
  checkHardware: step('checkHardware', 'host', { command: host.READ_DEVICE_GUARD }),
  replaceHardware: step('replaceHardware', 'host', { caution: true }),

  isHostUp: step('isHostUp', 'adminWorkstation'),
  readAgentTask: step('readAgentTask', 'host', { command: host.READ_AGENT_TASK }),
  testServerConnection: step('testServerConnection', 'host', { command: host.TEST_SERVER_CONNECTION }),
  enrolAgain: step('enrolAgain', 'adminWorkstation', { caution: true }),
  enrolCopy: step('enrolCopy', 'host', { caution: true }),
  enrolSwapped: step('enrolSwapped', 'adminWorkstation'),
} as const satisfies Record<string, RemediationStep>;
