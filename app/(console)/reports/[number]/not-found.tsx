import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';

export default function ReportNotFound() {
  return <AbsentNotice kind="report" scope={requestedScope()} />;
}
