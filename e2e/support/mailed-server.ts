import type { Page } from '@playwright/test';
import { type MailServer, startMailServer } from '@/test/support/mail-server';
import { startServerProcess } from '@/test/support/server-process';
import { attachTo, makeWorld, type World } from '@/test/support/world';

type Mailed = {
  address: string;
  world: World;
  db: ReturnType<typeof attachTo>['db'];
  mail: MailServer;
};

/** A server of one's own that sends mail, and the mail server that it sends it to; `page` is what looks at it. */
export async function withMailedServer(
  page: Page,
  behaviour: Parameters<typeof startMailServer>[0],
  act: (mailed: Mailed) => Promise<void>,
): Promise<void> {
  const mail = await startMailServer(behaviour);
  const env = { GF_SMTP_URL: mail.url, GF_MAIL_FROM: 'Guarded Fabric <fabric@mail.example>' };
  const server = await startServerProcess({ env });
  const { db, close } = attachTo(server.dataDir);
  try {
    await act({ address: server.address, world: await makeWorld(db), db, mail });
  } finally {
    // A page that is left open would ask the server that stops for its stream of events again.
    await page.goto('about:blank');
    await close();
    await server.stop();
    await mail.stop();
  }
}
