import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '@/test/support/mail-server';
import { createMailer, type Mail } from './mailer';

const opened: { stop: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ stop }) => stop()));
});

async function mailServer(...behaviour: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...behaviour);
  opened.push(server);
  return server;
}

const from = { name: 'Guarded Fabric', address: 'fabric@mail.example' };
const mailerOf = (url: string, domains: string[] | null = null) =>
  createMailer({ url, from, domains, files: false }, { silenceMs: 400, wholeMs: 5_000 });

const MAIL: Mail = {
  messageId: '<one@mail.example>',
  to: 'claire@mail.example',
  subject: 'Weekly: 211 of 240 hosts compliant',
  text: 'Hosts: 240\n',
};

const send = (url: string, mail: Partial<Mail> = {}) => mailerOf(url).send({ ...MAIL, ...mail });

describe('a mail', () => {
  it('is taken as it was written, with its file', async () => {
    const { url, taken } = await mailServer();
    const file = { name: 'R-2026-11-24-01.pdf', bytes: new Uint8Array([37, 80, 68, 70]) };
    expect(await send(url, { file })).toBeNull();
    expect(taken).toMatchObject([{ from: from.address, to: [MAIL.to], isSecure: false }]);
    const { source = '' } = taken[0] ?? {};
    expect(source).toContain('From: Guarded Fabric <fabric@mail.example>');
    expect(source).toContain(`Subject: ${MAIL.subject}`);
    expect(source).toContain('Message-ID: <one@mail.example>');
    expect(source).toContain('Auto-Submitted: auto-generated');
    expect(source).toContain('filename=R-2026-11-24-01.pdf');
    expect(source).toContain(Buffer.from(file.bytes).toString('base64'));
  });

  it('begins no header of its own, whatever its texts hold', async () => {
    const { url, taken } = await mailServer();
    const evil = 'Weekly\r\nBcc: mallory@evil.example\r\nX-Evil: 1\r\n\r\n<script>';
    expect(await send(url, { subject: evil })).toBeNull();
    const [head = ''] = (taken[0]?.source ?? '').split('\r\n\r\n');
    const names = head.split(/\r\n(?!\s)/).map((line) => line.split(':')[0]);
    expect(names).not.toContain('Bcc');
    expect(names).not.toContain('X-Evil');
    expect(taken[0]?.to).toEqual([MAIL.to]);
  });

  it('goes to one recipient only', async () => {
    const { url, taken } = await mailServer();
    for (const between of ['\r\nRCPT TO:<', ', <', '> <', '; <'])
      await send(url, { to: `claire@mail.example${between}mallory@evil.example>` });
    expect(taken.flatMap(({ to }) => to)).not.toContain('mallory@evil.example');
  });
});

it('goes to no other domain than those that the server was told, whenever the recipient was named', async () => {
  const { url, taken } = await mailServer();
  const { send: sendWithin } = mailerOf(url, ['mail.example', 'fab.example']);
  for (const to of [
    'mallory@evil.example',
    'm@mail.example.evil.example',
    'm@sub.mail.example',
    'm@ail.example',
  ])
    expect(await sendWithin({ ...MAIL, to })).toMatchObject({ code: 'recipientRefused', isFinal: true });
  expect(taken).toEqual([]);
  expect(await sendWithin({ ...MAIL, to: 'Claire@Mail.Example' })).toBeNull();
  expect(taken).toHaveLength(1);
});

describe('what a mail server refuses', () => {
  it.each([
    [
      'a recipient',
      { onRecipient: () => ({ code: 550, text: 'No such user' }) },
      { code: 'recipientRefused', isFinal: true },
    ],
    [
      'a recipient for now, as greylisting does',
      { onRecipient: () => ({ code: 450, text: 'Greylisted, try again later' }) },
      { code: 'deferred', isFinal: false },
    ],
    [
      'the sender',
      { onSender: () => ({ code: 553, text: 'Sender not allowed' }) },
      { code: 'senderRefused', isFinal: true },
    ],
    [
      'the mail itself',
      { onMail: () => ({ code: 554, text: 'Looks like spam' }) },
      { code: 'messageRefused', isFinal: true },
    ],
    [
      'the mail itself for now',
      { onMail: () => ({ code: 451, text: 'Disk full' }) },
      { code: 'deferred', isFinal: false },
    ],
  ] as const)('is told: %s', async (_, behaviour, expected) => {
    const { url, taken } = await mailServer(behaviour);
    const refusal = await send(url);
    expect(refusal).toMatchObject(expected);
    expect(refusal?.detail).toMatch(/No such user|Greylisted|not allowed|spam|Disk full/);
    expect(taken).toEqual([]);
  });

  it('is told: a password', async () => {
    const { port } = await mailServer({ password: 'right' });
    const refusal = await send(`smtp://fabric:wrong@127.0.0.1:${port}`);
    expect(refusal).toMatchObject({ code: 'signIn', isFinal: false, detail: expect.stringContaining('535') });
    expect(refusal?.detail).not.toContain('wrong');
  });

  it('takes a right password', async () => {
    const { port, taken } = await mailServer({ password: 'right' });
    expect(await send(`smtp://fabric:right@127.0.0.1:${port}`)).toBeNull();
    expect(taken).toMatchObject([{ user: 'fabric' }]);
  });
});

describe('a mail server', () => {
  it.each([
    ['in the greeting', {}],
    ['after a recipient', { onRecipient: () => 'silence' }],
    ['after the mail', { onMail: () => 'silence' }],
  ] as const)('that says nothing %s is given up for now', async (place, behaviour) => {
    const url = place === 'in the greeting' ? await silentServer() : (await mailServer(behaviour)).url;
    expect(await send(url)).toMatchObject({ code: 'timeout', isFinal: false });
  });

  it('that is not there is tried again', async () => {
    const server = await startMailServer();
    await server.stop();
    expect(await send(server.url)).toMatchObject({ code: 'unreachable', isFinal: false });
  });

  it('that offers STARTTLS is spoken to under it', async () => {
    const { port, taken } = await mailServer({ startTls: true });
    expect(await send(`smtp://127.0.0.1:${port}?tls.rejectUnauthorized=false`)).toBeNull();
    expect(taken).toMatchObject([{ isSecure: true }]);
  });

  it('whose certificate nobody vouches for gets no mail', async () => {
    const { url, taken } = await mailServer({ startTls: true });
    expect(await send(url)).toMatchObject({ code: 'tls', isFinal: false });
    expect(taken).toEqual([]);
  });

  it('that offers no STARTTLS gets no mail where it is required', async () => {
    const { port, taken } = await mailServer();
    expect(await send(`smtp://127.0.0.1:${port}?requireTLS=true`)).toMatchObject({ code: 'tls' });
    expect(taken).toEqual([]);
  });
});

/** Takes connections, and says nothing. */
async function silentServer(): Promise<string> {
  const server: Server = createServer();
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  opened.push({
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
  const address = server.address();
  return `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
