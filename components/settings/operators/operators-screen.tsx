'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { InviteForm } from '@/components/settings/operators/invite-form';
import { OperatorTable } from '@/components/settings/operators/operator-table';
import { type Outcome, OutcomeNotice } from '@/components/settings/operators/outcome-notice';
import { SettingsHead } from '@/components/settings/settings-head';
import { useFormInAddress } from '@/components/settings/use-form-in-address';
import { useAnswerTime } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { ChoiceGroup } from '@/components/ui/choice-group';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { SearchField } from '@/components/ui/search-field';
import { auditAddress } from '@/lib/client/audit-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { OperatorRow } from '@/lib/contracts/administration';
import type { Me } from '@/lib/contracts/procedures';
import { ROLES, type Role } from '@/lib/domain/roles';

type RoleFilter = Role | 'all';

const matches = ({ name, email }: OperatorRow, search: string) =>
  `${name}\n${email}`.toLowerCase().includes(search.trim().toLowerCase());

type ScreenProps = {
  operator: Me;
  /** What the address looks for. */
  sought: string;
};

export function OperatorsScreen({ operator, sought }: ScreenProps) {
  const t = useTranslations('settings.operators');
  const trpc = useTRPC();
  const options = trpc.operator.list.queryOptions(undefined, WATCHED_STEADILY);
  const { data: operators } = useSuspenseQuery(options);
  const asOf = useAnswerTime(options.queryKey);
  const [isInviting, setInviting] = useFormInAddress();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const active = operators.filter(({ disabledAt }) => disabledAt === null);
  // Who was sent a link has no password until it is used.
  const signingIn = active.filter(({ invitedUntil }) => invitedUntil === null);
  const invited = active.length - signingIn.length;
  const administrators = signingIn.filter(({ role }) => role === 'administrator').length;
  const lead = [
    t('lead', { active: signingIn.length, administrators }),
    ...(invited > 0 ? [t('leadInvited', { count: invited })] : []),
    t('leadDisabled', { count: operators.length - active.length }),
  ];
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={lead.join(' ')}>
        <Button variant="primary" aria-expanded={isInviting} onClick={() => setInviting(!isInviting)}>
          {t('invite')}
        </Button>
      </SettingsHead>
      {isInviting && (
        <InviteForm
          mayGiveAll={operator.allFabrics}
          onCancel={() => setInviting(false)}
          onInvited={(invited) => {
            setInviting(false);
            setOutcome(invited);
          }}
        />
      )}
      {outcome !== null && <OutcomeNotice outcome={outcome} onClose={() => setOutcome(null)} />}
      <Accounts {...{ operator, sought, operators, asOf }} onOutcome={setOutcome} />
    </div>
  );
}

type AccountsProps = {
  operator: Me;
  /** What the address looks for. */
  sought: string;
  operators: readonly OperatorRow[];
  asOf: string;
  onOutcome: (outcome: Outcome | null) => void;
};

function Accounts({ operator, sought, operators, asOf, onOutcome }: AccountsProps) {
  const t = useTranslations('settings.operators');
  const scope = useScope();
  const [role, setRole] = useState<RoleFilter>('all');
  const [search, setSearch] = useState(sought);
  const countOf = (value: RoleFilter) =>
    value === 'all' ? operators.length : operators.filter((each) => each.role === value).length;
  const choices = (['all', ...ROLES.toReversed()] as const).map((value) => ({
    value,
    label: t(`filter.${value}`, { count: countOf(value) }),
  }));
  const shown = operators.filter((row) => (role === 'all' || row.role === role) && matches(row, search));
  return (
    <Panel
      title={t('accounts')}
      hint={operators.length}
      footer={
        <>
          <span>{t('keptName')}</span>
          <Link
            className="ml-auto underline decoration-line-2 underline-offset-3"
            href={inScope(auditAddress({ action: 'operator' }), scope)}
          >
            {t('changes')}
          </Link>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3">
        <ChoiceGroup label={t('column.role')} value={role} choices={choices} onChange={setRole} />
        <SearchField
          className="ml-auto min-w-60 max-tablet:w-full"
          label={t('search')}
          hint={t('search')}
          asked={search}
          onAsk={setSearch}
        />
      </div>
      {shown.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">{t('noMatch')}</p>
      ) : (
        <OperatorTable rows={shown} operator={operator} asOf={asOf} onOutcome={onOutcome} />
      )}
    </Panel>
  );
}
