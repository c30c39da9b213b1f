import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';

export default function PlanNotFound() {
  return <AbsentNotice kind="plan" scope={requestedScope()} />;
}
