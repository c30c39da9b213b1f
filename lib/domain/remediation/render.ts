import type { AttestationMode } from '@/lib/domain/vocabulary';
import { withEnds } from './commands/restart-ends';
import { commandIn } from './commands/script-texts';
import type {
  Caution,
  EntryKind,
  Place,
  RemediationEntry,
  RemediationStep,
  RemediationText,
  VendorLink,
} from './types';

type RenderedStep = {
  id: string;
  where: Place;
  text: string;
  command?: string;
  restart: boolean;
  caution?: string;
  unverified?: boolean;
};

export type RenderedEntry = {
  key: string;
  kind: EntryKind;
  modes?: AttestationMode[];
  title: string;
  meaning: string;
  evidence: string;
  steps: RenderedStep[];
  verify: { where: Place; command: string; expect: string };
  cautions: string[];
  links: VendorLink[];
};

export function renderEntry(entry: RemediationEntry, text: RemediationText): RenderedEntry {
  return {
    key: entry.key,
    kind: entry.kind,
    ...(entry.modes ? { modes: [...entry.modes] } : {}),
    title: text(`entry.${entry.id}.title`),
    meaning: text(`entry.${entry.id}.meaning`),
    evidence: text(`entry.${entry.id}.evidence`),
    steps: entry.steps.map((step) => renderStep(step, text)).map((step) => endingIn(step, [entry.key])),
    verify: {
      where: entry.verify.where,
      command: commandIn(entry.verify.command, text),
      expect: text(`expect.${entry.verify.expect}`),
    },
    cautions: entry.cautions.map((caution) => renderCaution(caution, text)),
    links: [...entry.links],
  };
}

export const renderCaution = ({ id, policy }: Caution, text: RemediationText): string =>
  text(`caution.${id}`, policy === undefined ? undefined : { policy });

/** A restart first asks whether HGS still names one of these. */
const endingIn = <S extends { command?: string }>(step: S, keys: readonly string[]): S =>
  step.command === undefined ? step : { ...step, command: withEnds(step.command, keys) };

export function renderStep(step: RemediationStep, text: RemediationText): RenderedStep {
  return {
    id: step.id,
    where: step.where,
    text: text(`step.${step.id}.text`),
    ...(step.command === undefined ? {} : { command: commandIn(step.command, text) }),
    restart: step.restart,
    ...(step.hasCaution ? { caution: text(`step.${step.id}.caution`) } : {}),
    ...(step.unverified ? { unverified: true } : {}),
  };
}
