'use client';

import { useTranslations } from 'next-intl';
import { useStateText } from '@/components/fleet/state-text';
import { isRisk } from '@/lib/domain/risk';
import { isBootStage } from '@/lib/domain/secure-boot/stage';
import { isAttestationMode, isExceptionKind, isReporting } from '@/lib/domain/vocabulary';
import { visibleText } from '@/lib/util/visible-text';

/** Our own words are translated; HGS's words and the hosts' own texts are told as they are, and all of them is seen. */
export function useValueText(): (word: string, value: string) => string {
  const t = useTranslations('fleet');
  const stateText = useStateText();
  return (word, value) => {
    if (word === 'state') return visibleText(stateText(value));
    if (word === 'mode' && isAttestationMode(value)) return t(`mode.${value}`);
    if (word === 'reporting' && isReporting(value)) return t(`reporting.${value}`);
    if (word === 'exception' && isExceptionKind(value)) return t(`exception.${value}`);
    if (word === 'risk' && isRisk(value)) return t(`risk.${value}`);
    if (word === 'boot' && isBootStage(value)) return t(`bootStage.${value}`);
    if (word === 'os' && /^\d{4}$/.test(value)) return t('windowsServer', { release: value });
    return visibleText(value);
  };
}
