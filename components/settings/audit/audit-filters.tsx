'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useActionText } from '@/components/settings/audit/audit-text';
import { Button, buttonClass } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { Link } from '@/components/ui/link';
import { SelectField } from '@/components/ui/select-field';
import { TextField } from '@/components/ui/text-field';
import { TimeField } from '@/components/ui/time-field';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { useZone } from '@/components/ui/use-zone';
import { type AuditQuery, auditAddress, isFiltered } from '@/lib/client/audit-address';
import { inScope } from '@/lib/client/scope';
import { readField } from '@/lib/client/time-field';
import { useScope } from '@/lib/client/use-scope';
import { AUDIT_ENTITIES } from '@/lib/contracts/words/audit';
import { clockMoment } from '@/lib/i18n/zone-clock';

const textIn = (form: FormData, name: string): string | null => String(form.get(name) ?? '').trim() || null;

/** Who, what, on what, and between which times; all of it is in the address. `/` leads into it. */
export function AuditFilters({ query }: { query: AuditQuery }) {
  const t = useTranslations('settings.audit.filter');
  const router = useRouter();
  const scope = useScope();
  const zone = useZone();
  const first = useRef<HTMLInputElement>(null);
  const [isWrong, setWrong] = useState(false);
  useShortcuts({ filter: () => first.current?.focus() });
  const told = { zone: zone.timeZone };
  const shown = (time: Date | null) => (time === null ? '' : clockMoment(time, zone));

  function handleSubmit(form: FormData) {
    const [since, until] = [readField(form, 'since'), readField(form, 'until')];
    const isRight = since === null || until === null || since < until;
    setWrong(!isRight);
    if (!isRight) return;
    const words = { actor: textIn(form, 'actor'), action: textIn(form, 'action') };
    router.push(inScope(auditAddress({ ...words, subject: textIn(form, 'subject'), since, until }), scope));
  }

  return (
    <search>
      <Form
        aria-label={t('label')}
        className="grid items-end gap-3 border-b border-line px-4 py-3 tablet:grid-cols-2 columns:grid-cols-3 wide:grid-cols-[1fr_1fr_1fr_196px_196px_auto]"
        onSubmit={handleSubmit}
      >
        <TextField
          ref={first}
          label={t('actor')}
          name="actor"
          maxLength={254}
          placeholder={t('actorHint')}
          defaultValue={query.actor ?? ''}
        />
        <ActionChoice action={query.action} />
        <TextField
          label={t('subject')}
          name="subject"
          maxLength={300}
          placeholder={t('subjectHint')}
          defaultValue={query.subject ?? ''}
        />
        <TimeField
          label={t('since', told)}
          kind="moment"
          name="since"
          value={shown(query.since)}
          dayAlone="begin"
        />
        <TimeField
          label={t('until', told)}
          kind="moment"
          name="until"
          value={shown(query.until)}
          dayAlone="whole"
        />
        <div className="flex gap-2">
          <Button type="submit" variant="primary">
            {t('show')}
          </Button>
          {isFiltered(query) && (
            <Link className={buttonClass({ variant: 'quiet' })} href={inScope(auditAddress(), scope)}>
              {t('clear')}
            </Link>
          )}
        </div>
        {/* It would move a field out of line if it stood below that one. */}
        <p className="col-span-full text-small text-ink-3">{t('dayAlone')}</p>
        {isWrong && <FormError className="col-span-full">{t('wrongOrder')}</FormError>}
      </Form>
    </search>
  );
}

/** The kinds of action; besides the one action that an address asks for. */
function ActionChoice({ action }: { action: string | null }) {
  const t = useTranslations('settings.audit');
  const actionText = useActionText();
  const kinds = AUDIT_ENTITIES.map((value) => ({ value: value as string, label: t(`entity.${value}`) }));
  const isOther = action !== null && !kinds.some(({ value }) => value === action);
  const other = isOther ? [{ value: action, label: actionText(action) }] : [];
  return (
    <SelectField
      label={t('filter.action')}
      name="action"
      defaultValue={action ?? ''}
      choices={[{ value: '', label: t('filter.anyAction') }, ...other, ...kinds]}
    />
  );
}
