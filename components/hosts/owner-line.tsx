'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { LoadFailed } from '@/components/ui/load-failed';
import { useFormInPlace } from '@/components/ui/use-form-in-place';
import { useLoaded } from '@/components/ui/use-loaded';

/** Loaded when somebody changes it, since a host's page has as many scripts as it may have. */
const loadForm = () => import('@/components/hosts/host-owner-form');

type OwnerProps = { hostId: string; owner: string | null; mayChange: boolean };

/** Who is responsible for a host, and for those who may, another one. */
export function OwnerLine({ hostId, owner, mayChange }: OwnerProps) {
  const t = useTranslations('host');
  const { isOpen, open, close, opener, place } = useFormInPlace<HTMLSpanElement>();
  if (isOpen) return <LoadedForm {...{ hostId, owner, close }} />;
  return (
    <span ref={place} tabIndex={-1} className="flex flex-wrap items-center gap-2">
      {owner === null ? <span>{t('noOwner')}</span> : <ForeignText text={owner} />}
      {mayChange && (
        <Button ref={opener} size="tiny" onClick={open}>
          {t('owner.change')}
        </Button>
      )}
    </span>
  );
}

type FormProps = Omit<OwnerProps, 'mayChange'> & { close: () => void };

function LoadedForm(props: FormProps) {
  const { part: loaded, hasFailed, retry } = useLoaded(loadForm);
  if (hasFailed) return <LoadFailed retry={retry} onCancel={props.close} />;
  return loaded && <loaded.HostOwnerForm {...props} />;
}
