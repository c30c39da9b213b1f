import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const SCRIPT_MS = 240_000;

export type AgentShell = {
  /** Runs a script and answers with all that it printed. */
  run: (script: string) => Promise<string>;
  end: () => void;
};

type Shell = ChildProcessByStdio<Writable, Readable, Readable>;

/** What both streams say until the line that was asked for; the process may end before. */
function outputUntil(shell: Shell, mark: string): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    const finish = () => {
      clearTimeout(limit);
      for (const stream of [shell.stdout, shell.stderr]) stream.off('data', hear);
      shell.off('close', finish);
      resolve(output);
    };
    const hear = (part: string) => {
      output += part;
      if (output.includes(mark)) finish();
    };
    const limit = setTimeout(() => shell.kill(), SCRIPT_MS);
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', hear);
    shell.once('close', finish);
  });
}

/**
 * A PowerShell in Constrained Language Mode that runs one script after another: to start one takes longer than most
 * scripts do.
 */
export function openAgentShell(pwsh: string, folder: string, env: NodeJS.ProcessEnv): AgentShell {
  const args = ['-NoProfile', '-NonInteractive', '-Command', '-'];
  const shell = spawn(pwsh, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding('utf8');
  shell.stdin.write(`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\n`);
  return {
    run: (script) => {
      const file = path.join(folder, `${randomUUID()}.ps1`);
      const mark = randomUUID();
      writeFileSync(file, script);
      const output = outputUntil(shell, mark);
      shell.stdin.write(`& '${file}'\n'${mark}'\n`);
      return output;
    },
    end: () => {
      shell.stdin.end('exit\n');
    },
  };
}
