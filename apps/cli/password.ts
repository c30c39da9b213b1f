import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from '@/apps/cli/usage';

const BYTES_AT_MOST = 4_096;

async function readPiped(input: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk;
    if (text.length > BYTES_AT_MOST) throw new UsageError('The password on standard input is too long');
  }
  return text.replace(/\r?\n$/, '');
}

/** What is typed is not shown. */
async function ask(input: NodeJS.ReadStream, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new UsageError('Interrupted')));
      lines.once('close', () => reject(new UsageError('No password was given')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** A password is read from standard input only, because other programs can see arguments and the environment. */
export async function readPassword(input: NodeJS.ReadStream): Promise<string> {
  const password = input.isTTY ? await ask(input, 'Password: ') : await readPiped(input);
  if (password === '') throw new UsageError('Give the password on standard input');
  return password;
}
