import type { AttestationMode } from '@/lib/domain/vocabulary';
import { READ_STATUS } from './commands/host';
import { LINKS } from './links';
import { STEPS } from './steps';
import type { Caution, EntryKind, Place, RemediationEntry } from './types';

type Options = {
  steps: readonly (keyof typeof STEPS)[];
  /** Distinguishes several entries of one key by mode. */
  id?: string;
  modes?: readonly AttestationMode[];
  verify?: { command: string; expect: string; where?: Place };
  cautions?: readonly Caution[];
  links?: readonly (keyof typeof LINKS)[];
};

const ATTEST: NonNullable<Options['verify']> = { command: READ_STATUS, expect: 'passed' };

/** The steps after a setting that is measured at boot: HGS sees it only after the next full boot. */
export const WITH_RESTART = ['guardedRestart', 'resumeNode'] as const;

/**
 * Only the administrator of HGS may decide to turn a policy off there: it is never a step, and its cost is
 * always stated.
 */
export const loosening = (policy: string): Caution => ({ id: 'loosening', policy, loosens: true });

export function entry(kind: EntryKind, key: string, options: Options): RemediationEntry {
  const { steps, modes, verify = ATTEST, cautions = [], links = ['hosts'] } = options;
  return {
    key,
    kind,
    id: options.id ?? key,
    ...(modes ? { modes } : {}),
    steps: steps.map((id) => STEPS[id]),
    verify: { where: verify.where ?? 'host', command: verify.command, expect: verify.expect },
    cautions,
    links: links.map((id) => LINKS[id]),
  };
}
