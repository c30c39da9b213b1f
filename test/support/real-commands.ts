import { commandIn } from '@/lib/domain/remediation/commands/script-texts';
import { type HostWords, withRealValues } from '@/lib/domain/remediation/real-values';
import { STEPS } from '@/lib/domain/remediation/steps';
import type { RemediationStep, RemediationText } from '@/lib/domain/remediation/types';

const ALL: readonly RemediationStep[] = Object.values(STEPS);

/** Every command of the catalogue's steps as the page of a host shows it, in the reader's language. */
export function commandsOf(
  words: HostWords,
  text: RemediationText,
  ableNodes: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(
    ALL.flatMap(({ id, command }) =>
      command === undefined
        ? []
        : [[id, withRealValues({ id, command: commandIn(command, text) }, { words, ableNodes }, text)]],
    ),
  );
}
