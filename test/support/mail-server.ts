import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type TakenMail = {
  from: string;
  to: string[];
  isSecure: boolean;
  user: string | null;
  source: string;
};

type Answer = { code: number; text: string } | 'silence' | null;

type Behaviour = {
  /** What it answers to a recipient, to the sender and to the mail itself; null takes it. */
  onSender?: () => Answer;
  onRecipient?: (address: string) => Answer;
  onMail?: () => Answer;
  /** Takes nobody in without this password. */
  password?: string;
  /** False: it offers no STARTTLS. */
  startTls?: boolean;
};

export type MailServer = { port: number; url: string; taken: TakenMail[]; stop: () => Promise<void> };

const asError = ({ code, text }: { code: number; text: string }) =>
  Object.assign(new Error(text), { responseCode: code });

/** A real mail server that keeps what it takes, and refuses what it is told to. */
export async function startMailServer(behaviour: Behaviour = {}): Promise<MailServer> {
  const { password, startTls = false } = behaviour;
  const taken: TakenMail[] = [];
  const answer = (said: Answer | undefined, callback: (error?: Error | null) => void) => {
    if (said === 'silence') return;
    callback(said ? asError(said) : null);
  };
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: startTls ? [] : ['STARTTLS'],
    onAuth: (given, _session, callback) =>
      given.password === password
        ? callback(null, { user: given.username ?? '' })
        : callback(asError({ code: 535, text: 'Wrong password' })),
    onMailFrom: (_address, _session, callback) => answer(behaviour.onSender?.(), callback),
    onRcptTo: ({ address }, _session, callback) => answer(behaviour.onRecipient?.(address), callback),
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const said = behaviour.onMail?.();
        if (!said)
          taken.push({
            from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
            to: session.envelope.rcptTo.map(({ address }) => address),
            isSecure: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
            source: Buffer.concat(parts).toString('utf8'),
          });
        answer(said, callback);
      });
    },
  });
  // A client that goes away midway is no failure of the test.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    taken,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
