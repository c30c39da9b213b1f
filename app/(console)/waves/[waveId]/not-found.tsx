import { AbsentWave } from '@/components/waves/absent-wave';
import { pastTimeOf } from '@/lib/client/time-address';
import { requestedWord } from '@/lib/server/auth/session';

export default function WaveNotFound() {
  return <AbsentWave at={pastTimeOf(requestedWord('at'), Date.now())} />;
}
