'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { Button } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { FileField } from '@/components/ui/file-field';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { PageTitle } from '@/components/ui/page-title';
import { VerdictPanel } from '@/components/verify/verdict-panel';
import { type KeyChoice, proveFile, readServedKeys } from '@/lib/client/report-proof';
import { UNAWAITED } from '@/lib/client/watched-query';

type Source = KeyChoice['from'];

const SOURCES = ['server', 'file', 'none'] as const satisfies readonly Source[];
const NAMES = { server: 'keysServer', file: 'keysFile', none: 'keysNone' } as const;

/** Checks a report in the browser alone: it works without a connection once the page is there. */
export function VerifyScreen() {
  const t = useTranslations('proof');
  const [report, setReport] = useState<File | null>(null);
  const [source, setSource] = useState<Source>('server');
  const [keyFile, setKeyFile] = useState<File | null>(null);
  const served = useQuery({ queryKey: ['report-keys'], queryFn: readServedKeys });
  const proof = useMutation({
    // Nothing of it is asked of a server.
    networkMode: 'always',
    meta: UNAWAITED,
    mutationFn: (file: File) => proveFile(file, choiceOf()),
  });

  function choiceOf(): KeyChoice {
    if (source === 'server') return { from: 'server', keys: served.data };
    return source === 'file' ? { from: 'file', file: keyFile } : { from: 'none' };
  }

  /** What was found belongs to what was chosen then. */
  function choose<Value>(set: (value: Value) => void) {
    return (value: Value) => {
      set(value);
      proof.reset();
    };
  }

  function handleSubmit() {
    if (report !== null) proof.mutate(report);
  }

  return (
    <div className="grid max-w-260 min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="grid gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">{t('intro')}</p>
      </div>
      <SectionTabs of="reports" current="verifyFile" />
      <Form
        className="grid gap-4 rounded-panel border border-line bg-surface p-4"
        aria-label={t('title')}
        onSubmit={handleSubmit}
      >
        <FileField label={t('file')} hint={t('fileHint')} accept=".zip,.pdf" onChoose={choose(setReport)} />
        <div className="grid justify-items-start gap-1">
          <span className="text-small text-ink-2">{t('keys')}</span>
          <ChoiceGroup
            label={t('keys')}
            value={source}
            choices={SOURCES.map((value) => ({ value, label: t(NAMES[value]) }))}
            onChange={choose(setSource)}
          />
          <p className="text-small text-ink-3">{t('keysHint')}</p>
        </div>
        {source === 'file' && (
          <FileField
            label={t('keyFile')}
            hint={t('keyFileHint')}
            accept=".pem,.json,.jwks,.pub"
            onChoose={choose(setKeyFile)}
          />
        )}
        <div>
          <Button type="submit" variant="primary" disabled={proof.isPending}>
            {t(proof.isPending ? 'verifying' : 'verify')}
          </Button>
        </div>
      </Form>
      {proof.data && 'problem' in proof.data && <FormError>{t(proof.data.problem)}</FormError>}
      {proof.data && 'verdict' in proof.data && (
        <VerdictPanel verdict={proof.data.verdict} isByServer={source === 'server'} />
      )}
    </div>
  );
}
