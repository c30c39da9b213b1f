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

/** Spaces alone say nothing, which a browser takes for an answer. A password may be any characters. */
function lookForBlank(control: Control): void {
  const { required, type, value } = control;
  const isBlank = required && type !== 'password' && type !== 'file' && value !== '' && value.trim() === '';
  control.setCustomValidity(isBlank ? 'blank' : '');
}

function reasonOf({ type, validity: { valueMissing, customError } }: Control) {
  if (type === 'file') return 'noFile';
  return valueMissing || customError ? 'missing' : 'noEmail';
}

/** Why a field was not taken when its form was sent, until it is right. */
export function useRefusal() {
  const t = useTranslations('ui.field');
  const [refusal, setRefusal] = useState<string>();
  const look = (control: Control) => setRefusal(control.validity.valid ? undefined : t(reasonOf(control)));
  const handlers = {
    onInvalid: (event: FormEvent<Control>) => {
      keepBubbleAway(event);
      look(event.currentTarget);
    },
    onInput: (event: FormEvent<Control>) => {
      lookForBlank(event.currentTarget);
      if (refusal !== undefined) look(event.currentTarget);
    },
  };
  return { refusal, handlers };
}
