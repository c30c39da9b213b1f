import type { RemediationText } from '@/lib/domain/remediation/types';

/**
 * Texts of scripts for the person who runs them, in errors, comments and output. In another language each is
 * the message `remediation.script.<id>`, and the rest of the script is the same. The texts are within quotes,
 * so none may contain a quote, nor a letter that Windows PowerShell 5.1 reads as one in a UTF-8 file without
 * a byte order mark (œ, ’).
 */
export const SCRIPT_TEXTS = {
  notElevated: 'Nothing was done: open PowerShell with Run as administrator and start again.',
  ends: 'what this restart is to end, in the words of HGS: once HGS says none of them, nothing restarts. Empty: it restarts.',
  fixShows: 'HGS no longer names what this restart is to end: nothing restarts.',
  notEncrypted: ': the restart waits until it is FullyEncrypted.',
  noBitLocker: 'BitLocker is not ready here: install it with the step before, restart this host, then go on.',
  nothingToSuspend: 'BitLocker is not installed: nothing to suspend.',
  skipValidation: '$true where the error names only what this HGS does not ask for: the file stays the same',
  fillIn: 'Fill in: ',
  saidByHost: 'said by the host: ',
  notItself: 'The host to restart cannot take its own VMs: name other nodes.',
  nodeIsDown: ' is not up in this cluster.',
  nodeIsNotAble: ' is not able: it reads ',
  drainRuns: 'A drain of this node still runs: wait until it has ended, then run this script again.',
  noMoveThere: '. Shielded VMs cannot move there.',
  noRoom: 'Too few able nodes: no room for ',
  nothingMoved: '. Nothing was moved and nothing restarts.',
  cannotMove: 'These VMs run here and no cluster can move them: ',
  moveOrShutDown:
    '. Move them, or shut them down: a shielded VM cannot start here again before this host reads Passed.',
  vmsRunHere: ' VMs run here. Fill in ',
  stoppedRoles: 'Roles of stopped VMs must go to an able node: ',
  fillInNext: '. Fill in ',
  passedNodes: ' with nodes that are Passed.',
  nonePassed:
    ' Where none is Passed, move these roles first to the node that you repair last: they cannot start before it is Passed.',
  maybeLast: 'This node is Passed and may be the last of its cluster. Fill in ',
  otherPassedNodes: ' with other nodes that are Passed.',
  vmsStillRun: 'VMs still run here, so nothing restarts: ',
  otherNodes: 'other nodes of this cluster that the console shows as Passed: ',
  passedThen: 'Passed when this script was shown',
  thisHostReads: 'This host reads ',
  leavePaused: '. Leave the node paused.',
  notClustered: 'Passed. This host is in no cluster: nothing to resume.',
  filePlace: 'where the file lies on this HGS node: ',
  hashOfHost: 'its hash, as read out on the host',
  nameToRegister: 'the name to register it under',
  hashDiffers: 'The hash differs from the one read on the host: do not register this file.',
  hashOfKey: 'the SHA-256 of the public key, as read out on the host',
  group: 'the security group that HGS trusts',
  computer: 'the host, as HV-01$',
  notSet: ' could not be set: stopped here.',
  view64NotSet: 'The 64-bit view could not be set: stopped here.',
  view32NotSet: 'The 32-bit view could not be set: set it too before you go on.',
  installed: 'Already installed: nothing was changed.',
  fromHgs: ', from the HGS administrator',
  hashFromHgs: 'its hash, from the HGS administrator',
  noTimeService: 'The time service did not answer: is W32Time running?',
  notResynced: 'The clock was not resynchronised: check the time source above.',
  isProtected: ' is protected: nothing was changed.',
  waitForStatus: ' is $status : wait until that has ended.',
  noRecoveryPassword: 'There is no recovery password, so nothing is encrypted.',
  bitLockerOff: 'BitLocker is not on: nothing to suspend.',
  pagefileFailed: 'Page file encryption could not be turned on.',
  hibernationFailed: 'Hibernation could not be turned off.',
  dumpScript: 'path of Set-DumpEncryptionConfiguration.ps1, which Microsoft provides',
  publicPart: ', RSA 2048 bit, public part',
  noIommu: 'Windows sees no IOMMU: enable VT-d or AMD-Vi in the firmware first.',
  debugFailed: 'Kernel debugging could not be turned off.',
  noUrls: 'The HGS URLs are not set on this host.',
  testedPolicy: 'the tested policy as XML: ',
  xmlPath: 'The path must end with .xml.',
  knownPolicy: 'the policy that HGS knows, on this host: ',
  otherFile: 'The file is not the one that HGS knows: its hash differs.',
  policyRefused: 'The policy was not taken: ',
  serverAddress: 'the address the agent was given: ',
  orWithPort: ' or https://fabric.example:8443',
  wholeAddress: 'Fill in the whole address, with https:// before the name.',
} as const;

/** Longest first, because some texts are part of others. */
const longestFirst = Object.entries(SCRIPT_TEXTS).sort(([, one], [, other]) => other.length - one.length);

/**
 * A command in the reader's language. Values of hosts are filled in afterwards, so that none of them is taken
 * for one of these texts.
 */
export function commandIn(command: string, text: RemediationText): string {
  return longestFirst.reduce(
    (said, [id, english]) =>
      said.includes(english) ? said.replaceAll(english, () => text(`script.${id}`)) : said,
    command,
  );
}
