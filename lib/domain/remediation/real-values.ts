import type { StepId } from '@/lib/domain/plan/types';
import { COMPUTER_NAME, withAbleNodes } from './commands/able-nodes';
import { fillIn } from './commands/blanks';
import type { RemediationText } from './types';

/** What a host said of itself, word for word; null: it did not say. */
export type HostWords = {
  hostname: string;
  model: string | null;
  firmwareVersion: string | null;
  attestationServerUrl: string | null;
  keyProtectionServerUrl: string | null;
};

/** What is known of the host that a command is for: its own words, and the nodes that can take its VMs now. */
export type RealValues = { words: HostWords; ableNodes: readonly string[] };

/** A command of the catalogue, in the reader's language. */
type StepCommand = { id: string; command: string };

/** Longer names are cut there by Windows, where they are the name of a computer. */
const COMPUTER_NAME_CHARS = 15;

/** What a machine and its firmware are called. Anything longer, or that does not print, is no name to register. */
const PLAIN = /^[ -~]{1,64}$/;
const ADDRESS = /^https?:\/\/[!-~]{1,400}$/i;

const matching = (text: string | null, shape: RegExp) => (text !== null && shape.test(text) ? text : null);

/** What stands in the blanks of steps, by their names; null: a person fills it in. */
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
 * A step's command with what its host said in place of blanks that a person would fill in. What it did not say, or what is no
 * such value, stays blank. Hashes stay so too: a person reads them out where the file is.
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
