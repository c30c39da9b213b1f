import type { StepId } from '@/lib/domain/plan/types';
import {
  ADD_TO_GROUP,
  REGISTER_BASELINE,
  REGISTER_CI_POLICY,
  REGISTER_DUMP_KEY,
  REGISTER_HOST_KEY,
  REGISTER_TPM_HOST,
} from './commands/hgs';
import { SET_HGS_URLS } from './commands/host';
import { COMPUTER_NAME } from './commands/restart';
import { fillIn } from './commands/script';
import { commandIn } from './commands/script-texts';
import type { RemediationText } from './types';

/** What a host said of itself, word for word; null: it did not say. */
export type HostWords = {
  hostname: string;
  model: string | null;
  firmwareVersion: string | null;
  attestationServerUrl: string | null;
  keyProtectionServerUrl: string | null;
};

/** Longer names are cut there by Windows, where they are the name of a computer. */
const COMPUTER_NAME_CHARS = 15;

/** What a machine and its firmware are called. Anything longer, or that does not print, is no name to register. */
const PLAIN = /^[ -~]{1,64}$/;
const ADDRESS = /^https?:\/\/[!-~]{1,400}$/i;

const matching = (text: string | null, shape: RegExp) => (text !== null && shape.test(text) ? text : null);

/**
 * Commands, in the reader's language, with what their host said in place of blanks that a person would fill in. What it did
 * not say, or what is no such value, stays blank. Hashes stay so too: a person reads them out where the file is.
 */
export function commandsOf(host: HostWords, text: RemediationText): Partial<Record<StepId, string>> {
  const filled = (command: string, values: Readonly<Record<string, string | null>>) =>
    fillIn(commandIn(command, text), values, text('script.saidByHost'));
  const computer = matching(host.hostname, COMPUTER_NAME)?.slice(0, COMPUTER_NAME_CHARS) ?? null;
  const model = matching(host.model, PLAIN);
  const firmware = matching(host.firmwareVersion, PLAIN);
  const account = computer && `${computer}$`;
  return {
    registerBaseline: filled(REGISTER_BASELINE, { name: model && firmware && `${model}-fw${firmware}` }),
    registerCiPolicy: filled(REGISTER_CI_POLICY, { name: model }),
    registerTpmHost: filled(REGISTER_TPM_HOST, { name: computer }),
    registerHostKey: filled(REGISTER_HOST_KEY, { name: computer }),
    registerDumpKey: filled(REGISTER_DUMP_KEY, { name: computer }),
    addToGroup: filled(ADD_TO_GROUP, { computer: account }),
    setHgsUrls: filled(SET_HGS_URLS, {
      attestation: matching(host.attestationServerUrl, ADDRESS),
      keyProtection: matching(host.keyProtectionServerUrl, ADDRESS),
    }),
  };
}
