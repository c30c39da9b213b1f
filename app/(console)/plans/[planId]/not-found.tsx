import { AbsentNotice } from '@/components/shell/absent-notice';

export default function PlanNotFound() {
  return <AbsentNotice kind="plan" />;
}
