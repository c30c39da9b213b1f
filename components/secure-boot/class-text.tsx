'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { OpenPlans } from '@/components/fleet/open-plans';
import { clusterNameClass } from '@/components/secure-boot/cluster-name';
import { ForeignText } from '@/components/ui/foreign-text';
import type { SecureBootClass } from '@/lib/contracts/secure-boot';
import { visibleText } from '@/lib/util/visible-text';

export type BootClassNames = {
  model: string | null;
  firmwareVersion: string | null;
  osVersion: string | null;
};

const WINDOWS = /^10\.0\.(?=\d)/;

const buildOf = (osVersion: string) => osVersion.replace(WINDOWS, '');

/** Model, firmware and build, for who hears a figure alone: classes may differ in their build only. */
export function useWholeClassName(): (names: BootClassNames) => string {
  const t = useTranslations('secureBoot.class');
  const nameOf = useClassName();
  return (names) => {
    const { osVersion } = names;
    const build = osVersion === null ? t('noBuild') : `${t('build')} ${visibleText(buildOf(osVersion))}`;
    return `${nameOf(names)} · ${build}`;
  };
}

/** Model and firmware, as one name; what hosts do not say is said to be unknown. */
export function useClassName(): (names: BootClassNames) => string {
  const t = useTranslations('secureBoot.class');
  return ({ model, firmwareVersion }) => {
    const firmware =
      firmwareVersion === null ? t('noFirmware') : t('firmware', { version: visibleText(firmwareVersion) });
    return `${model === null ? t('noModel') : visibleText(model)} · ${firmware}`;
  };
}

type ClassTextProps = BootClassNames & Pick<SecureBootClass, 'clusters' | 'clusterCount' | 'plans'>;

export function ClassText(names: ClassTextProps) {
  const t = useTranslations('secureBoot.class');
  const nameOf = useClassName();
  const { osVersion, clusters, clusterCount, plans } = names;
  const more = clusterCount - clusters.length;
  return (
    <>
      <span className="line-clamp-2 text-body font-semibold wrap-anywhere text-ink">
        <ForeignText text={nameOf(names)} isTitled />
      </span>
      <span className="line-clamp-2 wrap-anywhere">
        {osVersion === null ? (
          t('noBuild')
        ) : (
          <>
            {t('build')} <ForeignText text={buildOf(osVersion)} />
          </>
        )}
      </span>
      <span className="line-clamp-2 wrap-anywhere">
        {clusters.length === 0 && t('noCluster')}
        {clusters.map((name, index) => (
          <Fragment key={name}>
            {index > 0 && ', '}
            <ForeignText className={clusterNameClass(name)} text={name} />
          </Fragment>
        ))}
        {more > 0 && ` ${t('more', { count: more })}`}
      </span>
      <OpenPlans plans={plans} />
    </>
  );
}
