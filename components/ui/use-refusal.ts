import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** The browser would say it in a bubble of its own, in its own language. Focus goes to the first field that is wrong. */
export function keepBubbleAway(event: FormEvent<Control>): void {
  event.preventDefault();
  const fields = [...(event.currentTarget.form?.elements ?? [])];
  const first = fields.find((field) => field.matches(':invalid:not(fieldset)'));
  if (first === event.currentTarget) event.currentTarget.focus();
}

/** Why a field was not taken when its form was sent, until it is right. */
export function useRefusal() {
  const t = useTranslations('ui.field');
  const [refusal, setRefusal] = useState<string>();
  const look = ({ validity }: Control) => {
    if (validity.valid) setRefusal(undefined);
    else setRefusal(t(validity.valueMissing ? 'missing' : 'noEmail'));
  };
  const handlers = {
    onInvalid: (event: FormEvent<Control>) => {
      keepBubbleAway(event);
      look(event.currentTarget);
    },
    onInput: (event: FormEvent<Control>) => refusal !== undefined && look(event.currentTarget),
  };
  return { refusal, handlers };
}
