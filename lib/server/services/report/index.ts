export { cancelReport } from './cancel';
export { createReport } from './create';
export { downloadReport, type ReportDownload, readReportProof } from './download';
export { getFramework, importFramework, listFrameworks, removeFramework } from './frameworks';
export { checkReportKey, type KeyPlace, keyPlaceOf } from './key-file';
export { getReportKeys, listReportKeys, rotateReportKey } from './keys';
export { getReport, listReports } from './list';
export { giveUpReport, makeReport } from './make';
export { enqueueAbandoned } from './queue';
