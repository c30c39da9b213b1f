'use client';

import { useMutation } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Explained } from '@/components/explain/explained';
import { DiagnosticsFirst } from '@/components/fleet/diagnostics-first';
import { useErrorText } from '@/components/fleet/error-text';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { inputClass } from '@/components/ui/input-class';
import { Keys } from '@/components/ui/keys';
import { PageTitle } from '@/components/ui/page-title';
import { useRefusal } from '@/components/ui/use-refusal';
import { isCommandPressed } from '@/components/ui/use-shortcuts';
import { useTRPC } from '@/lib/client/trpc';
import { linesIn, MAX_EXPLAIN_CHARS, MAX_EXPLAIN_LINES } from '@/lib/contracts/words/catalogue';

/** What a host prints, and what to do about it: without an agent, and nothing is kept. */
export function ExplainScreen() {
  const t = useTranslations('explain');
  const trpc = useTRPC();
  const lang = useLocale();
  const errorText = useErrorText();
  const [text, setText] = useState('');
  const explain = useMutation(trpc.system.explain.mutationOptions());
  const tooMuch =
    text.length > MAX_EXPLAIN_CHARS
      ? t('tooLong', { max: MAX_EXPLAIN_CHARS })
      : linesIn(text) > MAX_EXPLAIN_LINES
        ? t('tooManyLines', { max: MAX_EXPLAIN_LINES })
        : undefined;

  const field = useRef<HTMLTextAreaElement>(null);
  const { refusal, handlers } = useRefusal();

  function handleSubmit() {
    if (explain.isPending) return;
    // The field says below itself that it is too much.
    if (tooMuch !== undefined) field.current?.focus();
    else explain.mutate({ text, lang });
  }

  /** Here alone: on a link the same keys open it in a new tab. */
  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (!isCommandPressed('explain', event)) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  }

  return (
    <div className="grid gap-4 p-gutter pt-4 max-tablet:py-3">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="max-w-[92ch] text-ink-2">{t('intro')}</p>
      </div>
      <div className="grid items-start gap-4 columns:grid-cols-2">
        <div className="grid gap-4">
          <Form className="grid justify-items-start gap-3" onSubmit={handleSubmit}>
            <Field
              className="w-full"
              label={t('paste')}
              hint={t('pasteHint')}
              error={tooMuch ?? refusal}
              isErrorSaid
            >
              {({ id, describedBy, isInvalid }) => (
                <textarea
                  ref={field}
                  id={id}
                  className={inputClass({ kind: 'output' })}
                  rows={18}
                  spellCheck={false}
                  autoComplete="off"
                  dir="ltr"
                  required
                  value={text}
                  aria-describedby={describedBy}
                  aria-invalid={isInvalid || undefined}
                  onChange={(event) => setText(event.target.value)}
                  onKeyDown={handleKeyDown}
                  {...handlers}
                />
              )}
            </Field>
            <span className="flex flex-wrap items-center gap-2">
              <Button type="submit" variant="primary" disabled={explain.isPending}>
                {t('explain')}
              </Button>
              <span className="flex gap-1 text-ink-3 max-tablet:hidden" aria-hidden="true">
                <Keys of="explain" />
              </span>
            </span>
          </Form>
          {explain.isError && (
            <FormError>{errorText(explain.error, { fallback: t('failed'), isRead: true })}</FormError>
          )}
          {explain.data && <DiagnosticsFirst />}
        </div>
        {explain.data ? <Explained answer={explain.data} /> : <DiagnosticsFirst />}
      </div>
    </div>
  );
}
