import type { StepId } from '@/lib/domain/plan/types';
import { COMPUTER_NAME, withAbleNodes } from './commands/able-nodes';
import { fillIn } from './commands/blanks';
import type { RemediationText } from './types';

/** A host's own values, word for word; null if it did not say one. */
export type HostWords = {
  hostname: string;
  model: string | null;
  firmwareVersion: string | null;
  attestationServerUrl: string | null;
  keyProtectionServerUrl: string | null;
};

/** The values for a host's commands: its own words, and the nodes that can take its VMs now. */
export type RealValues = { words: HostWords; ableNodes: readonly string[] };

/** A command of the catalogue in the reader's language. */
type StepCommand = { id: string; command: string };

/** Windows cuts longer names here when they name a computer. */
const COMPUTER_NAME_CHARS = 15;

/**
 * Names of machines and their firmware. A longer text, or one with unprintable characters, is no name to
 * register.
 */
const PLAIN = /^[ -~]{1,64}$/;
const ADDRESS = /^https?:\/\/[!-~]{1,400}$/i;

const matching = (text: string | null, shape: RegExp) => (text !== null && shape.test(text) ? text : null);

/** The values of the steps' blanks, by name; null if a person has to fill it in. */
function blanksOf(words: HostWords): Partial<Record<StepId, Readonly<Record<string, string | null>>>> {
  const computer = matching(words.hostname, COMPUTER_NAME)?.slice(0, COMPUTER_NAME_CHARS) ?? null;
  const model = matching(words.model, PLAIN);
  const firmware = matching(words.firmwareVersion, PLAIN);
  return {
    registerBaseline: { name: model && firmware && `${model}-fw${firmware}` },
    registerCiPolicy: { name: model },
    registerTpmHost: { name: computer },
    registerHostKey: { name: computer },
    registerDumpKey: { name: computer },
    addToGroup: { computer: computer && `${computer}$` },
    setHgsUrls: {
      attestation: matching(words.attestationServerUrl, ADDRESS),
      keyProtection: matching(words.keyProtectionServerUrl, ADDRESS),
    },
  };
}

/**
 * A step's command with the host's own values in blanks that a person would otherwise fill in. Values that
 * are missing or invalid stay blank. Hashes stay blank too: a person reads them where the file is.
 */
export function withRealValues(
  { id, command }: StepCommand,
  { words, ableNodes }: RealValues,
  text: RemediationText,
): string {
  const blanks = new Map(Object.entries(blanksOf(words))).get(id) ?? {};
  const filled = fillIn(command, blanks, text('script.saidByHost'));
  return withAbleNodes(filled, ableNodes, text('script.passedThen'));
}
