import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';

export default function WaveNotFound() {
  return <AbsentNotice kind="wave" scope={requestedScope()} />;
}
