'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDurationPhrase } from '@/components/fleet/time';
import { type Fact, FactList } from '@/components/settings/fact-list';
import { SettingsHead } from '@/components/settings/settings-head';
import { FormError } from '@/components/ui/form-error';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { useTRPC } from '@/lib/client/trpc';
import { WATCHED_STEADILY } from '@/lib/client/watched-query';
import type { About } from '@/lib/contracts/settings';
import { secondsBetween } from '@/lib/i18n/duration';
import { fullMoment } from '@/lib/i18n/moment';
import { DAY_SECONDS } from '@/lib/util/durations';

/** A certificate is told about while there is time to renew it, and a backup when another one is due. */
const CERTIFICATE_DAYS = 30;
const BACKUP_DAYS = 7;

/** What runs here, on what, and how old its last backup is. */
export function AboutScreen() {
  const t = useTranslations('settings.about');
  const trpc = useTRPC();
  const { data: about } = useSuspenseQuery(trpc.setting.about.queryOptions(undefined, WATCHED_STEADILY));
  return (
    <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8">
      <SettingsHead title={t('title')} lead={t('lead')} />
      <Warnings about={about} />
      <Product about={about} />
      <Server about={about} />
      <Data about={about} />
    </div>
  );
}

const daysBetween = (from: string, to: string) => Math.floor(secondsBetween(from, to) / DAY_SECONDS);

function Warnings({ about: { asOf, tls, backup, database } }: { about: About }) {
  const t = useTranslations('settings.about');
  const certificateDays = tls.endsAt === null ? null : daysBetween(asOf, tls.endsAt);
  const backupDays = backup === null ? null : daysBetween(backup.at, asOf);
  return (
    <>
      {certificateDays !== null && certificateDays < CERTIFICATE_DAYS && (
        <FormError role="note">
          {certificateDays < 0 ? t('certificateEnded') : t('certificateEnds', { days: certificateDays })}
        </FormError>
      )}
      {tls.kind === 'own' && tls.endsAt === null && (
        <FormError role="note">{t('certificateUnread')}</FormError>
      )}
      {database.kind === 'embedded' && backupDays === null && (
        <FormError role="note">{t('noBackup')}</FormError>
      )}
      {backupDays !== null && backupDays >= BACKUP_DAYS && (
        <FormError role="note">{t('oldBackup', { days: backupDays })}</FormError>
      )}
    </>
  );
}

const Code = ({ children }: { children: string }) => (
  <code className="font-mono text-code tracking-tight">{children}</code>
);

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  return (
    <Panel title={title}>
      <FactList facts={facts} />
    </Panel>
  );
}

function Product({ about: { version, agent, judgeVersion, installedAt } }: { about: About }) {
  const t = useTranslations('settings.about');
  const zone = useZone();
  return (
    <Facts
      title={t('product')}
      facts={[
        { name: t('fact.version'), value: <Code>{version}</Code> },
        {
          name: t('fact.agent'),
          value:
            agent === null ? (
              t('noAgent')
            ) : (
              <>
                <Code>{agent.version}</Code>
                <span className="ml-2 text-ink-3">
                  {t('sha256')} <Code>{agent.sha256}</Code>
                </span>
              </>
            ),
        },
        { name: t('fact.judge'), value: <Code>{String(judgeVersion)}</Code> },
        {
          name: t('fact.installed'),
          value: installedAt !== null && fullMoment(new Date(installedAt), zone),
        },
      ]}
    />
  );
}

function Server({ about: { asOf, process, tls } }: { about: About }) {
  const t = useTranslations('settings.about');
  const zone = useZone();
  const phrase = useDurationPhrase();
  const { startedAt, node, platform, publicUrl, host, port } = process;
  const ends = tls.endsAt !== null && t('tlsUntil', { moment: fullMoment(new Date(tls.endsAt), zone) });
  return (
    <Facts
      title={t('server')}
      facts={[
        { name: t('fact.address'), value: <Code>{publicUrl}</Code> },
        {
          name: t('fact.listens'),
          value: <Code>{`${host.includes(':') ? `[${host}]` : host}:${port}`}</Code>,
        },
        {
          name: t('fact.tls'),
          value: (
            <>
              {t(`tls.${tls.kind}`)} {tls.file !== null && <Code>{tls.file}</Code>} {ends}
            </>
          ),
        },
        {
          name: t('fact.started'),
          value: t('since', {
            moment: fullMoment(new Date(startedAt), zone),
            age: phrase(secondsBetween(startedAt, asOf)),
          }),
        },
        { name: t('fact.node'), value: <Code>{`${node} (${platform})`}</Code> },
      ]}
    />
  );
}

function Data({ about }: { about: About }) {
  const t = useTranslations('settings.about');
  const zone = useZone();
  const { database, dataFolder, restoredAt, auditCheckpointFile } = about;
  return (
    <Facts
      title={t('data')}
      facts={[
        {
          name: t('fact.database'),
          value: t(`database.${database.kind}`, { version: database.version, name: database.name }),
        },
        { name: t('fact.size'), value: <Bytes bytes={database.bytes} /> },
        { name: t('fact.schema'), value: <Code>{database.schema}</Code> },
        ...(database.hasReplica ? [{ name: t('fact.replica'), value: t('replica') }] : []),
        { name: t('fact.folder'), value: <Code>{dataFolder}</Code> },
        { name: t('fact.backup'), value: <Backup about={about} /> },
        ...(restoredAt === null
          ? []
          : [{ name: t('fact.restored'), value: fullMoment(new Date(restoredAt), zone) }]),
        {
          name: t('fact.checkpoints'),
          value: auditCheckpointFile === null ? t('noCheckpoints') : <Code>{auditCheckpointFile}</Code>,
        },
      ]}
    />
  );
}

function Backup({ about: { backup, database, asOf } }: { about: About }) {
  const t = useTranslations('settings.about');
  const zone = useZone();
  const phrase = useDurationPhrase();
  if (backup === null) return t(database.kind === 'embedded' ? 'noBackupYet' : 'ownBackup');
  const { at, folder, bytes } = backup;
  const age = phrase(secondsBetween(at, asOf));
  return (
    <>
      {t('backupOf', { moment: fullMoment(new Date(at), zone), age })} <Code>{folder}</Code>{' '}
      <span className="text-ink-3">
        <Bytes bytes={bytes} />
      </span>
    </>
  );
}

const UNITS = ['mebibytes', 'gibibytes'] as const;

function Bytes({ bytes }: { bytes: number }) {
  const t = useTranslations('settings.about');
  const mebibytes = bytes / 1024 ** 2;
  const isLarge = mebibytes >= 1024;
  return t(UNITS[isLarge ? 1 : 0], { size: isLarge ? mebibytes / 1024 : mebibytes });
}
