export { cancelReport } from './cancel';
export { createReport } from './create';
export { downloadReport } from './download';
export { getReport, listReports } from './list';
export { giveUpReport, makeReport } from './make';
export { enqueueAbandoned } from './queue';
