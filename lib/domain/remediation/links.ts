import type { VendorLink } from './types';

const LEARN = 'https://learn.microsoft.com';
const GUARDED = `${LEARN}/windows-server/security/guarded-fabric-shielded-vm`;

const link = (title: string, url: string): VendorLink => ({ title, url });

/** The vendor's pages with their own English titles. */
export const LINKS = {
  hosts: link(
    'Troubleshoot guarded hosts',
    `${LEARN}/troubleshoot/windows-server/virtualization/troubleshoot-guarded-hosts`,
  ),
  diagnostics: link(
    'Troubleshooting using the guarded fabric diagnostic tool',
    `${GUARDED}/guarded-fabric-troubleshoot-diagnostics`,
  ),
  attest: link(
    'Confirm guarded hosts can attest',
    `${GUARDED}/guarded-fabric-confirm-hosts-can-attest-successfully`,
  ),
  hgs: link(
    'Troubleshoot the Host Guardian Service',
    `${LEARN}/troubleshoot/windows-server/virtualization/troubleshoot-guarded-fabric-hgs`,
  ),
  manageHgs: link('Managing the Host Guardian Service', `${GUARDED}/guarded-fabric-manage-hgs`),
  addHost: link(
    'Add host information to the HGS configuration',
    `${GUARDED}/guarded-fabric-add-host-information-to-hgs`,
  ),
  ciPolicy: link(
    'Create and apply a code integrity policy',
    `${GUARDED}/guarded-fabric-tpm-trusted-attestation-capturing-hardware#create-and-apply-a-code-integrity-policy`,
  ),
  setClient: link(
    'Set-HgsClientConfiguration',
    `${LEARN}/powershell/module/hgsclient/set-hgsclientconfiguration`,
  ),
  baseline: link(
    'Get-HgsAttestationBaselinePolicy',
    `${LEARN}/powershell/module/hgsclient/get-hgsattestationbaselinepolicy`,
  ),
  secureBootUpdate: link(
    'Registry key updates for Secure Boot: Windows devices with IT-managed updates',
    'https://support.microsoft.com/help/5068202',
  ),
  secureBootEvents: link(
    'Secure Boot DB and DBX variable update events',
    'https://support.microsoft.com/help/5016061',
  ),
  branchOffice: link('Branch office considerations', `${GUARDED}/guarded-fabric-manage-branch-office`),
  dumpEncryption: link(
    'About dump encryption',
    `${LEARN}/windows-server/virtualization/hyper-v/manage/about-dump-encryption`,
  ),
  hvci: link(
    'Enable virtualization-based protection of code integrity',
    `${LEARN}/windows/security/hardware-security/enable-virtualization-based-protection-of-code-integrity`,
  ),
  fsutil: link('fsutil behavior', `${LEARN}/windows-server/administration/windows-commands/fsutil-behavior`),
  enclaves: link(
    'Register computer with Host Guardian Service',
    `${LEARN}/sql/relational-databases/security/encryption/always-encrypted-enclaves-host-guardian-service-register`,
  ),
  tls: link('Solving the TLS 1.0 Problem', `${LEARN}/security/engineering/solving-tls1-problem`),
  time: link(
    'Windows Time service tools and settings',
    `${LEARN}/windows-server/networking/windows-time-service/windows-time-service-tools-and-settings`,
  ),
} as const satisfies Record<string, VendorLink>;
