import { type FormEvent, useRef, useState } from 'react';
import { useGoInTime } from '@/components/fleet/time-navigation';
import { readField } from '@/lib/client/time-field';

type Mistake = 'missing' | 'future';

const mistakeIn = (time: Date | null): Mistake | null =>
  time === null ? 'missing' : time.getTime() > Date.now() ? 'future' : null;

type TimeForm = { addressOf: (time: Date) => string; onChosen: () => void };

/** A form with a field named `time` that leads to a time that has passed, or says what is wrong with the one it has. */
export function useTimeForm({ addressOf, onChosen }: TimeForm) {
  const go = useGoInTime();
  const field = useRef<HTMLInputElement>(null);
  const [mistake, setMistake] = useState<Mistake | null>(null);

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const time = readField(new FormData(event.currentTarget), 'time');
    const found = mistakeIn(time);
    setMistake(found);
    if (time === null || found !== null) {
      field.current?.focus();
      return;
    }
    onChosen();
    go(addressOf(time));
  }

  return { field, mistake, handleSubmit };
}
