import type { Locale } from '@/lib/i18n/locales';
import enAuth from '@/lib/i18n/messages/en/auth.json';
import enBroken from '@/lib/i18n/messages/en/broken.json';
import enCatalogue from '@/lib/i18n/messages/en/catalogue.json';
import enChanges from '@/lib/i18n/messages/en/changes.json';
import enChangeWords from '@/lib/i18n/messages/en/changeWords.json';
import enCompare from '@/lib/i18n/messages/en/compare.json';
import enEnrol from '@/lib/i18n/messages/en/enrol.json';
import enErrors from '@/lib/i18n/messages/en/errors.json';
import enExceptions from '@/lib/i18n/messages/en/exceptions.json';
import enExplain from '@/lib/i18n/messages/en/explain.json';
import enFabric from '@/lib/i18n/messages/en/fabric.json';
import enFleet from '@/lib/i18n/messages/en/fleet.json';
import enHost from '@/lib/i18n/messages/en/host.json';
import enHosts from '@/lib/i18n/messages/en/hosts.json';
import enPlans from '@/lib/i18n/messages/en/plans.json';
import enProof from '@/lib/i18n/messages/en/proof.json';
import enRemediation from '@/lib/i18n/messages/en/remediation.json';
import enReport from '@/lib/i18n/messages/en/report.json';
import enReports from '@/lib/i18n/messages/en/reports.json';
import enRestart from '@/lib/i18n/messages/en/restart.json';
import enSchedules from '@/lib/i18n/messages/en/schedules.json';
import enSearch from '@/lib/i18n/messages/en/search.json';
import enSecureBoot from '@/lib/i18n/messages/en/secureBoot.json';
import enSelection from '@/lib/i18n/messages/en/selection.json';
import enSettings from '@/lib/i18n/messages/en/settings.json';
import enShell from '@/lib/i18n/messages/en/shell.json';
import enSnapshots from '@/lib/i18n/messages/en/snapshots.json';
import enTime from '@/lib/i18n/messages/en/time.json';
import enUi from '@/lib/i18n/messages/en/ui.json';
import enVerdict from '@/lib/i18n/messages/en/verdict.json';
import enViews from '@/lib/i18n/messages/en/views.json';
import enWaves from '@/lib/i18n/messages/en/waves.json';
import frAuth from '@/lib/i18n/messages/fr/auth.json';
import frBroken from '@/lib/i18n/messages/fr/broken.json';
import frCatalogue from '@/lib/i18n/messages/fr/catalogue.json';
import frChanges from '@/lib/i18n/messages/fr/changes.json';
import frChangeWords from '@/lib/i18n/messages/fr/changeWords.json';
import frCompare from '@/lib/i18n/messages/fr/compare.json';
import frEnrol from '@/lib/i18n/messages/fr/enrol.json';
import frErrors from '@/lib/i18n/messages/fr/errors.json';
import frExceptions from '@/lib/i18n/messages/fr/exceptions.json';
import frExplain from '@/lib/i18n/messages/fr/explain.json';
import frFabric from '@/lib/i18n/messages/fr/fabric.json';
import frFleet from '@/lib/i18n/messages/fr/fleet.json';
import frHost from '@/lib/i18n/messages/fr/host.json';
import frHosts from '@/lib/i18n/messages/fr/hosts.json';
import frPlans from '@/lib/i18n/messages/fr/plans.json';
import frProof from '@/lib/i18n/messages/fr/proof.json';
import frRemediation from '@/lib/i18n/messages/fr/remediation.json';
import frReport from '@/lib/i18n/messages/fr/report.json';
import frReports from '@/lib/i18n/messages/fr/reports.json';
import frRestart from '@/lib/i18n/messages/fr/restart.json';
import frSchedules from '@/lib/i18n/messages/fr/schedules.json';
import frSearch from '@/lib/i18n/messages/fr/search.json';
import frSecureBoot from '@/lib/i18n/messages/fr/secureBoot.json';
import frSelection from '@/lib/i18n/messages/fr/selection.json';
import frSettings from '@/lib/i18n/messages/fr/settings.json';
import frShell from '@/lib/i18n/messages/fr/shell.json';
import frSnapshots from '@/lib/i18n/messages/fr/snapshots.json';
import frTime from '@/lib/i18n/messages/fr/time.json';
import frUi from '@/lib/i18n/messages/fr/ui.json';
import frVerdict from '@/lib/i18n/messages/fr/verdict.json';
import frViews from '@/lib/i18n/messages/fr/views.json';
import frWaves from '@/lib/i18n/messages/fr/waves.json';

const en = {
  auth: enAuth,
  broken: enBroken,
  catalogue: enCatalogue,
  changes: enChanges,
  changeWords: enChangeWords,
  compare: enCompare,
  enrol: enEnrol,
  errors: enErrors,
  exceptions: enExceptions,
  explain: enExplain,
  fabric: enFabric,
  fleet: enFleet,
  host: enHost,
  hosts: enHosts,
  plans: enPlans,
  proof: enProof,
  remediation: enRemediation,
  report: enReport,
  reports: enReports,
  restart: enRestart,
  schedules: enSchedules,
  search: enSearch,
  secureBoot: enSecureBoot,
  selection: enSelection,
  settings: enSettings,
  shell: enShell,
  snapshots: enSnapshots,
  time: enTime,
  ui: enUi,
  verdict: enVerdict,
  waves: enWaves,
  views: enViews,
};
export type Messages = typeof en;

const fr = {
  auth: frAuth,
  broken: frBroken,
  catalogue: frCatalogue,
  changes: frChanges,
  changeWords: frChangeWords,
  compare: frCompare,
  enrol: frEnrol,
  errors: frErrors,
  exceptions: frExceptions,
  explain: frExplain,
  fabric: frFabric,
  fleet: frFleet,
  host: frHost,
  hosts: frHosts,
  plans: frPlans,
  proof: frProof,
  remediation: frRemediation,
  report: frReport,
  reports: frReports,
  restart: frRestart,
  schedules: frSchedules,
  search: frSearch,
  secureBoot: frSecureBoot,
  selection: frSelection,
  settings: frSettings,
  shell: frShell,
  snapshots: frSnapshots,
  time: frTime,
  ui: frUi,
  verdict: frVerdict,
  waves: frWaves,
  views: frViews,
} satisfies Messages;

const MESSAGES: Readonly<Record<Locale, Messages>> = { en, fr };

export function loadMessages(locale: Locale): Messages {
  return MESSAGES[locale];
}
