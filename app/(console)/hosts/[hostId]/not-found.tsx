import { requestedScope } from '@/app/(console)/requested-scope';
import { HostsCalled } from '@/components/hosts/hosts-called';
import { AbsentNotice } from '@/components/shell/absent-notice';
import { isUuid } from '@/lib/contracts/words/text';
import { requestedPath } from '@/lib/server/auth/session';
import { api } from '@/lib/server/trpc/rsc';

/** As long as a name of the internet may be. */
const LONGEST_NAME = 255;

/** What the address has in place of an id, where it may be the name of a host. */
function askedName(): string | null {
  const name = decodeURIComponent(requestedPath().split('/')[2] ?? '').trim();
  return name === '' || name.length > LONGEST_NAME || isUuid(name) ? null : name;
}

/** The hosts of this name that the person may see, and how many have it somewhere. */
async function find(name: string) {
  const filter = { q: { include: [name], exclude: [] } };
  const { hosts, total } = await api().host.list({ filter, sort: 'hostname', limit: 100 });
  const isCalled = (text: string | null) => text?.toLowerCase() === name.toLowerCase();
  return { name, total, called: hosts.filter((host) => isCalled(host.hostname) || isCalled(host.fqdn)) };
}

/** Whoever typed the name of a host in place of its id is led to it. */
export default async function HostNotFound() {
  const name = askedName();
  return (
    <AbsentNotice kind="host" scope={requestedScope()}>
      {name !== null && <HostsCalled {...(await find(name))} />}
    </AbsentNotice>
  );
}
