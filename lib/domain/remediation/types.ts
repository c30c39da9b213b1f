import type { AttestationMode } from '@/lib/domain/vocabulary';

/** Returns a message of the namespace `remediation`: the same texts on the server and in the console. */
export type RemediationText = (key: string, values?: Record<string, string>) => string;

export const ENTRY_KINDS = ['status', 'check', 'cause', 'prerequisite'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** HGS is another trust domain with another person: its steps are never mixed with those of the host. */
export const PLACES = ['host', 'hgs', 'adminWorkstation'] as const;
export type Place = (typeof PLACES)[number];

/** The structure only: texts are the messages `remediation.step.<id>`. */
export type RemediationStep = {
  id: string;
  where: Place;
  /** PowerShell. Only its own messages are translated (script-texts.ts), and no part of it comes from a host. */
  command?: string;
  restart: boolean;
  /** Whether `remediation.step.<id>.caution` exists. */
  hasCaution: boolean;
  /** The step rests on behaviour that the vendor does not document, and has to be tried on one host first. */
  unverified: boolean;
};

/** `loosens`: it describes how to lower what HGS requires, which belongs in the catalogue but in no plan. */
export type Caution = { id: string; policy?: string; loosens?: true };

export type VendorLink = { title: string; url: string };

export type RemediationEntry = {
  /** The word of the vocabulary to which this entry belongs. */
  key: string;
  kind: EntryKind;
  /** The messages `remediation.entry.<id>` of its texts: one id for each key and set of modes. */
  id: string;
  /** Absent if it applies in any attestation mode. */
  modes?: readonly AttestationMode[];
  steps: readonly RemediationStep[];
  /** `expect` names the message `remediation.expect.<expect>`. */
  verify: { where: Place; command: string; expect: string };
  cautions: readonly Caution[];
  links: readonly VendorLink[];
};
