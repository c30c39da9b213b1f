import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

type LoadFailedProps = {
  retry: () => void;
  /** Where it was asked for by a button that is gone: what is here has the focus in its place. */
  onCancel?: () => void;
};

/** Stands where a part of the page would be that could not be loaded. */
export function LoadFailed({ retry, onCancel }: LoadFailedProps) {
  const t = useTranslations('ui');
  return (
    <div role="alert" className="grid justify-items-start gap-2">
      <p className="text-ink-2">{t('notLoaded')}</p>
      <span className="flex gap-1">
        <Button size="small" onClick={retry} autoFocus={onCancel !== undefined}>
          {t('retry')}
        </Button>
        {onCancel && (
          <Button size="small" variant="quiet" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </span>
    </div>
  );
}
