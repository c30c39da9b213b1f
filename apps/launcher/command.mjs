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
  let ending = false;
  const end = async () => {
    ending = true;
    await endChildren();
    process.exit(interruptedCode);
  };
  const handOver = () => {
    process.off('SIGINT', end);
    process.off('SIGTERM', end);
  };
  // npm passes a signal on that reached its whole group: it may come twice.
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  try {
    await work({ handOver });
    handOver();
  } catch (error) {
    if (ending) return;
    await endChildren();
    process.stderr.write(`${explain(error)}\n`);
    // Not exitCode: a half-started server may hold the process open.
    process.exit(1);
  }
}
