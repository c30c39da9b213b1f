import { useGoInTime } from '@/components/fleet/time-navigation';
import { readField } from '@/lib/client/time-field';

type TimeForm = { addressOf: (time: Date) => string; onChosen: () => void };

/** A form with a field named `time` that leads to the time it has. */
export function useTimeForm({ addressOf, onChosen }: TimeForm): (said: FormData) => void {
  const go = useGoInTime();
  return (said) => {
    const time = readField(said, 'time');
    if (time === null) return;
    onChosen();
    go(addressOf(time));
  };
}
