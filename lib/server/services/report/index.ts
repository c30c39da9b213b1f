export { cancelReport, deleteReport } from './cancel';
export { createReport, orderReport } from './create';
export { describeReport } from './describe';
export { downloadReport, type ReportDownload, readReportProof } from './download';
export { mistakeLines } from './framework-mistakes';
export { bringFramework, getFramework, importFramework, listFrameworks, removeFramework } from './frameworks';
export { filterOf, problemOf } from './internal';
export { checkReportKey, keyPlaceOf } from './key-file';
export {
  describeReportKeys,
  getReportKeys,
  listReportKeys,
  refuseOtherKey,
  rotateReportKey,
  startWithReportKey,
} from './keys';
export { getReport, listReports } from './list';
export { reportMails } from './mails';
export { giveUpReport, makeReport } from './make';
export { previewReport } from './preview';
export { mailProblem, tellProblem } from './problem-mails';
export { enqueueAbandoned, reportsToLeave } from './queue';
export { removeOldReports } from './retention';
