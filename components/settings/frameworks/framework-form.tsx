'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useErrorText } from '@/components/fleet/error-text';
import { type ChosenFile, readChosenFile } from '@/components/settings/frameworks/chosen-file';
import { Button } from '@/components/ui/button';
import { FileField } from '@/components/ui/file-field';
import { ForeignText } from '@/components/ui/foreign-text';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { errorCodeOf } from '@/lib/client/error-code';
import { useTRPC } from '@/lib/client/trpc';
import type { FrameworkRow } from '@/lib/contracts/reports';

type FormProps = { frameworks: readonly FrameworkRow[]; onDone: () => void };

/** Takes a file, says what it would replace, and every mistake that the server finds in it. */
export function FrameworkForm({ frameworks, onDone }: FormProps) {
  const t = useTranslations('settings.frameworks');
  const lang = useLocale();
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const { mutate, isPending, error, reset } = useImport(onDone);
  const problemId = useId();
  const hasProblem = chosen !== null && 'problem' in chosen;
  const key = chosen !== null && 'key' in chosen ? chosen.key : null;
  const replaced = frameworks.find(({ framework, isOwn }) => framework === key && !isOwn);

  async function choose(file: File | null) {
    reset();
    setChosen(file && (await readChosenFile(file)));
  }

  function handleSubmit() {
    if (chosen !== null && 'content' in chosen) mutate({ file: chosen.content, lang });
  }

  return (
    <Form className="grid gap-3 px-4 py-3.5" onSubmit={handleSubmit}>
      <FileField
        label={t('fileLabel')}
        hint={t('fileHint')}
        accept=".json,application/json"
        onChoose={(file) => void choose(file)}
      />
      {hasProblem && (
        <FormError id={problemId}>{t(`problem.${chosen.problem}`, { reason: chosen.reason })}</FormError>
      )}
      {replaced && (
        <p className="text-ink-2">{t('replaces', { name: replaced.name, version: replaced.version })}</p>
      )}
      {error !== null && <Refusal error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={isPending || hasProblem}
          aria-describedby={hasProblem ? problemId : undefined}
        >
          {t(replaced ? 'doReplace' : 'doAdd')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}

function useImport(onDone: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.report.importFramework.mutationOptions({
      networkMode: 'always',
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.report.frameworks.queryKey() });
        onDone();
      },
    }),
  );
}

/** Names each mistake with its place in the file. */
function Refusal({ error }: { error: { message: string } }) {
  const t = useTranslations('settings.frameworks');
  const errorText = useErrorText();
  const code = errorCodeOf(error);
  if (code !== 'invalid_value' && code !== 'invalid_json')
    return <FormError>{errorText(error, { conflict: t('reserved'), fallback: t('failed') })}</FormError>;
  const problems = error.message.split('\n');
  return (
    <div className="grid gap-2">
      <FormError>{t('refused', { count: problems.length })}</FormError>
      <ul className="grid max-w-[92ch] list-disc gap-1 pl-6 font-mono text-code">
        {problems.map((problem) => (
          <li key={problem} className="wrap-anywhere">
            <ForeignText text={problem} />
          </li>
        ))}
      </ul>
    </div>
  );
}
