import type { ClassTotals, ReportContent } from '@/lib/contracts/report-content';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import type { SheetCell } from '@/lib/server/files/xlsx-cells';
import { catalogueText, installationText } from '../installation';
import { filterText, knownFromText } from '../parts/cover';
import { reviewedText } from '../words';
import { type Column, type Maker, share, type Table, tableOf } from './table';

type Field = { name: string; value: SheetCell };

function fieldsOf({ content, words, inZone, time }: Maker): Field[] {
  const { say } = words;
  const { scope, product, totals } = content;
  const known = knownFromText({ words, content });
  const field = (name: string, value: SheetCell): Field => ({ name, value });
  return [
    field(say('workbook.number'), content.number),
    field(say('workbook.title'), content.title),
    ...(installationText(content) === null
      ? []
      : [field(say('cover.installation'), installationText(content))]),
    field(say('cover.scope'), scope.fabrics.join(', ')),
    field(say('cover.filter'), filterText({ words, content })),
    ...(content.from === null ? [] : [field(inZone(say('workbook.from')), time(content.from))]),
    ...(content.to === null ? [] : [field(inZone(say('workbook.to')), time(content.to))]),
    field(inZone(say('cover.asOf')), time(content.asOf)),
    ...(known === null ? [] : [field(say('cover.known'), known)]),
    field(inZone(say('cover.generated')), time(content.generatedAt)),
    field(say('cover.by'), content.generatedBy),
    field(
      say('cover.versions'),
      say('cover.versionList', {
        version: product.version,
        judge: product.judgeVersion,
        catalogue: product.catalogueVersion,
      }),
    ),
    field(say('summary.hosts'), totals.hosts),
    ...COMPLIANCE.map((name) => field(say(`compliance.${name}`), totals[name])),
    field(say('summary.rate'), totals.rate === null ? say('noData') : share(totals.rate)),
    field(say('summary.vms'), totals.vms.total),
    field(say('summary.blocked'), totals.vms.blocked),
    field(say('summary.unverifiedVms'), totals.vms.unverified),
    ...STATES.map((state) => field(state, content.states[state])),
  ];
}

export function aboutSheet(maker: Maker): Table {
  const { say } = maker.words;
  const columns: Column<Field>[] = [
    [say('workbook.field'), ({ name }) => name],
    [say('workbook.value'), ({ value }) => value],
  ];
  return tableOf(say('summary.title'), columns, fieldsOf(maker));
}

type Place = ClassTotals & { fabric: string; cluster: string | null };

/** Fabrics first, with an empty cluster; then each cluster. */
export function placeSheet({ content, words: { say } }: Maker): Table {
  const columns: Column<Place>[] = [
    [say('summary.fabric'), ({ fabric }) => fabric],
    [say('summary.cluster'), ({ cluster }) => cluster],
    [say('summary.hosts'), ({ hosts }) => hosts],
    ...COMPLIANCE.map((name): Column<Place> => [say(`compliance.${name}`), (place) => place[name]]),
    [say('summary.rate'), ({ rate }) => share(rate)],
    [say('summary.vms'), ({ vms }) => vms.total],
    [say('summary.blocked'), ({ vms }) => vms.blocked],
    [say('summary.unverifiedVms'), ({ vms }) => vms.unverified],
  ];
  const fabrics = content.byFabric.map((totals) => ({ ...totals, cluster: null }));
  const clusters = content.byCluster.map((totals) => ({
    ...totals,
    cluster: totals.cluster ?? say('noCluster'),
  }));
  return tableOf(say('workbook.sheets.places'), columns, [...fabrics, ...clusters]);
}

export function causeSheet({ content, words: { say } }: Maker): Table {
  const columns: Column<ReportContent['causes'][number]>[] = [
    [say('causes.cause'), ({ cause }) => cause],
    [say('causes.hosts'), ({ hosts }) => hosts],
    [say('causes.alone'), ({ freedAlone }) => freedAlone.hosts],
    [say('causes.blocked'), ({ vmsBlocked }) => vmsBlocked],
    [say('causes.freed'), ({ freedAlone }) => freedAlone.vms],
  ];
  return tableOf(say('causes.causes'), columns, content.causes);
}

export function checkSheet({ content, words: { say } }: Maker): Table {
  const columns: Column<ReportContent['byCheck'][number]>[] = [
    [say('causes.check'), ({ check }) => check],
    [say('causes.satisfied'), ({ satisfied }) => satisfied],
    [say('causes.failing'), ({ failing }) => failing],
    [say('causes.notDetermined'), ({ notDetermined }) => notDetermined],
    [say('causes.notApplicable'), ({ notApplicable }) => notApplicable],
  ];
  return tableOf(say('causes.checks'), columns, content.byCheck);
}

type Step = { cause: string; title: string; number: number; step: string };

export function repairSheet({ content, words }: Maker): Table {
  const { say } = words;
  const columns: Column<Step>[] = [
    [say('causes.cause'), ({ cause }) => cause],
    [say('workbook.title'), ({ title }) => title],
    [say('workbook.number'), ({ number }) => number],
    [say('workbook.step'), ({ step }) => step],
    [say('repair.commands'), ({ cause }) => catalogueText(content, words, cause)],
  ];
  const steps = content.remediation.flatMap(({ cause, title, steps }) =>
    steps.map((step, index) => ({ cause, title, number: index + 1, step })),
  );
  return tableOf(say('repair.title'), columns, steps);
}

type Framework = ReportContent['frameworks'][number];
type Control = Framework['results'][number] & { name: string };

export function controlSheet({ content, words }: Maker): Table {
  const { say } = words;
  const columns: Column<Control>[] = [
    [say('frameworks.title'), ({ name, frameworkVersion }) => `${name} ${frameworkVersion}`],
    [say('frameworks.control'), ({ control }) => control],
    [say('frameworks.name'), ({ title }) => title],
    [say('frameworks.state'), ({ state }) => say(`frameworks.states.${state}`)],
    [say('causes.satisfied'), ({ hosts }) => hosts.satisfied],
    [say('frameworks.excepted'), ({ hosts }) => hosts.excepted],
    [say('causes.failing'), ({ hosts }) => hosts.failing],
    [say('causes.notDetermined'), ({ hosts }) => hosts.notDetermined],
    [say('frameworks.checks'), ({ checks }) => checks],
    [say('frameworks.causes'), ({ causes }) => causes],
    [say('frameworks.reason'), ({ reason }) => reason],
    [say('frameworks.source'), (control) => reviewedText(words, control)],
  ];
  const controls = content.frameworks.flatMap(({ name, results }) =>
    results.map((result) => ({ name, ...result })),
  );
  return tableOf(say('frameworks.title'), columns, controls);
}

type Sentence = { about: string; text: string };

export function methodSheet({ content, words: { say } }: Maker): Table {
  const columns: Column<Sentence>[] = [
    [say('workbook.field'), ({ about }) => about],
    [say('workbook.value'), ({ text }) => text],
  ];
  const sentences = [
    ...content.definitions.map(({ term, text }) => ({ about: term, text })),
    ...content.method.map((text) => ({ about: say('method.method'), text })),
  ];
  return tableOf(say('method.title'), columns, sentences);
}
