import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useChangePlan } from '@/components/plans/use-plan';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { FormError } from '@/components/ui/form-error';
import { TextField } from '@/components/ui/text-field';
import type { PlanDetail } from '@/lib/contracts/plan';

type FormProps = { plan: Pick<PlanDetail, 'id' | 'version' | 'name' | 'owner'> };

/** What a plan is called, and who does it. */
export function NameForm({ plan }: FormProps) {
  const t = useTranslations('plans');
  const [isOpen, setOpen] = useState(false);
  const change = useChangePlan(() => setOpen(false));
  if (!isOpen)
    return (
      <Button
        size="small"
        variant="quiet"
        className="-ml-2.5 justify-self-start"
        onClick={() => setOpen(true)}
      >
        {t('rename')}
      </Button>
    );
  // As it is by now, where somebody else changed it meanwhile: that it was refused is told above what they wrote.
  return <Fields key={plan.version} {...{ plan, change }} close={() => setOpen(false)} />;
}

type FieldsProps = FormProps & { change: ReturnType<typeof useChangePlan>; close: () => void };

function Fields({ plan: { id, version, name, owner }, change, close }: FieldsProps) {
  const t = useTranslations('plans');
  const lang = useLocale();
  const { mutate, isPending, errorText } = change;

  function handleSubmit(values: FormData) {
    const responsible = String(values.get('owner')).trim();
    const next = { name: String(values.get('name')), owner: responsible === '' ? null : responsible };
    mutate({ id, version, ...next, lang });
  }

  return (
    <Form className="grid max-w-120 gap-3 py-2" onSubmit={handleSubmit}>
      <TextField label={t('new.name')} name="name" required maxLength={100} defaultValue={name} />
      <TextField
        label={t('new.owner')}
        name="owner"
        maxLength={200}
        hint={t('new.ownerHint')}
        defaultValue={owner ?? ''}
      />
      {errorText !== null && <FormError>{errorText}</FormError>}
      <div className="flex gap-2">
        <Button type="submit" size="small" variant="primary" disabled={isPending}>
          {t('keepName')}
        </Button>
        <Button size="small" variant="quiet" onClick={close}>
          {t('new.cancel')}
        </Button>
      </div>
    </Form>
  );
}
