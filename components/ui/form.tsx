import type { ComponentProps, FormEvent } from 'react';

type FormProps = Omit<ComponentProps<'form'>, 'onSubmit'> & { onSubmit: (said: FormData) => unknown };

/** The only `<form>` of the console. It sends what its fields take; each says by itself what it does not take. */
export function Form({ onSubmit, ...form }: FormProps) {
  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  }
  return <form {...form} onSubmit={handleSubmit} />;
}
