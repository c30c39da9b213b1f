import { AbsentNotice } from '@/components/shell/absent-notice';

export default function ReportNotFound() {
  return <AbsentNotice kind="report" />;
}
