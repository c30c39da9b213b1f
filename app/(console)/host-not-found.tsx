import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';

export function HostNotFound() {
  return <AbsentNotice kind="host" scope={requestedScope()} />;
}
