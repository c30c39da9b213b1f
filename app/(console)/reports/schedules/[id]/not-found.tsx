import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';

export default function ScheduleNotFound() {
  return <AbsentNotice kind="schedule" scope={requestedScope()} />;
}
