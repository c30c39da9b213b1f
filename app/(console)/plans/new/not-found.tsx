import { requestedScope } from '@/app/(console)/requested-scope';
import { AbsentNotice } from '@/components/shell/absent-notice';
import { readNewPlanAddress, thingOf } from '@/lib/client/plan-address';
import { requestedWords } from '@/lib/server/auth/session';

export default function NotFoundToPlan() {
  const reading = readNewPlanAddress({ host: requestedWords('host'), wave: requestedWords('wave') });
  return <AbsentNotice kind={reading.ok ? thingOf(reading.query) : 'host'} scope={requestedScope()} />;
}
