import type { AttestationMode } from '@/lib/domain/vocabulary';

/** Gives a message of the namespace `remediation`: on the server and in the console the same texts. */
export type RemediationText = (key: string, values?: Record<string, string>) => string;

export const ENTRY_KINDS = ['status', 'check', 'cause', 'prerequisite'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** HGS is another trust domain with another person: what is done there is never mixed with the host's steps. */
export const PLACES = ['host', 'hgs', 'adminWorkstation'] as const;
export type Place = (typeof PLACES)[number];

/** Structure only: texts are the messages `remediation.step.<id>`. */
export type RemediationStep = {
  id: string;
  where: Place;
  /** PowerShell, in which nothing is translated but what it says (script-texts.ts), and nothing is what a host sent. */
  command?: string;
  restart: boolean;
  /** `remediation.step.<id>.caution` exists. */
  hasCaution: boolean;
  /** Rests on what the vendor does not document: to be tried on one host first. */
  unverified: boolean;
};

/** `loosens`: it tells a way to lower what HGS requires, which stands in the catalogue and in no plan. */
export type Caution = { id: string; policy?: string; loosens?: true };

export type VendorLink = { title: string; url: string };

export type RemediationEntry = {
  /** The word of the vocabulary this entry belongs to. */
  key: string;
  kind: EntryKind;
  /** Which messages `remediation.entry.<id>` it is written with: one per key and set of modes. */
  id: string;
  /** Absent: whatever the attestation mode. */
  modes?: readonly AttestationMode[];
  steps: readonly RemediationStep[];
  /** `expect` names the message `remediation.expect.<expect>`. */
  verify: { where: Place; command: string; expect: string };
  cautions: readonly Caution[];
  links: readonly VendorLink[];
};
