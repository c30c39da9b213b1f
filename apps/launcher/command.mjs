// The outermost layer of every command: one sentence for a refusal, and an end that leaves nothing running.
import { endChildren } from './steps.mjs';

function explain(error) {
  const sentences = error?.code === 'startup_error' ? error.sentences : undefined;
  if (sentences) return sentences.map((sentence) => `guarded-fabric: ${sentence}`).join('\n');
  if (error?.constructor?.name === 'Refusal') return `guarded-fabric: ${error.message}`;
  return `guarded-fabric: ${error?.stack ?? error}`;
}

/** Runs a command's work; until it hands over (to a server with its own ways), a signal ends it at once. */
export async function runCommand(work, { interruptedCode = 0 } = {}) {
  const end = () => {
    endChildren();
    process.exit(interruptedCode);
  };
  const handOver = () => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    await work({ handOver });
    handOver();
  } catch (error) {
    endChildren();
    process.stderr.write(`${explain(error)}\n`);
    // Not exitCode: a half-started server may hold the process open.
    process.exit(1);
  }
}
