'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { ForeignText } from '@/components/ui/foreign-text';
import { SelectField } from '@/components/ui/select-field';
import { useTRPC } from '@/lib/client/trpc';
import { isRole, ROLES, type Role } from '@/lib/domain/roles';

/** What somebody may do, and where; null for all fabrics. */
export type Reach = { role: Role; fabrics: readonly string[] | null };

type ReachFieldsProps = { reach: Reach; mayGiveAll: boolean; onChange: (reach: Reach) => void };

/** Whoever is limited to fabrics cannot give all of them. */
export function ReachFields({ reach, mayGiveAll, onChange }: ReachFieldsProps) {
  const t = useTranslations('settings.operators');
  const tShell = useTranslations('shell.role');
  const trpc = useTRPC();
  const { data: fabrics } = useSuspenseQuery(trpc.fabric.list.queryOptions());
  const chosen = reach.fabrics ?? [];
  const toggle = (name: string, isOn: boolean) =>
    onChange({ ...reach, fabrics: isOn ? [...chosen, name] : chosen.filter((each) => each !== name) });
  return (
    <>
      <div className="tablet:max-w-80">
        <SelectField
          label={t('column.role')}
          hint={t(`roles.${reach.role}`)}
          value={reach.role}
          choices={ROLES.map((role) => ({ value: role, label: tShell(role) }))}
          onChange={({ target }) => isRole(target.value) && onChange({ ...reach, role: target.value })}
        />
      </div>
      <fieldset className="grid content-start gap-1">
        <legend className="mb-1 text-small text-ink-2">{t('column.fabrics')}</legend>
        <span className="flex flex-wrap gap-x-4">
          {mayGiveAll && (
            <label className="flex min-h-8 items-center gap-2">
              <Checkbox
                checked={reach.fabrics === null}
                onChange={({ target }) => onChange({ ...reach, fabrics: target.checked ? null : [] })}
              />
              {t('allAndNew')}
            </label>
          )}
          {fabrics.map(({ id, name }) => (
            <label key={id} className="flex min-h-8 items-center gap-2">
              <Checkbox
                checked={chosen.includes(name)}
                onChange={({ target }) => toggle(name, target.checked)}
              />
              <ForeignText text={name} />
            </label>
          ))}
        </span>
      </fieldset>
    </>
  );
}
