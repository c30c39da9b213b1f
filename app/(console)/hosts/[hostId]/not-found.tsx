import { hostsCalled, nameInAddress } from '@/app/(console)/hosts/[hostId]/hosts-called';
import { requestedScope } from '@/app/(console)/requested-scope';
import { HostsCalled } from '@/components/hosts/hosts-called';
import { AbsentNotice } from '@/components/shell/absent-notice';
import { requestedPath } from '@/lib/server/auth/session';

/** Whoever typed a name that several hosts have, or a part of one, is led to them. */
export default async function HostNotFound() {
  const scope = requestedScope();
  const name = nameInAddress(requestedPath().split('/')[2] ?? '');
  return (
    <AbsentNotice kind="host" scope={scope}>
      {name !== null && <HostsCalled {...(await hostsCalled(name, scope.at))} at={scope.at} />}
    </AbsentNotice>
  );
}
