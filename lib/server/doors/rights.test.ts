import { expect, it } from 'vitest';
import { VERBS } from '@/lib/server/doors/registry';

/**
 * What each verb asks of whoever calls it, written a second time: the table of rights is made of the declarations, and would
 * follow a slip in one. `+people`: no token may. `+every fabric`: nobody who is limited to some.
 */
const DECIDED = `
agent.read: getAgentPackage
anybody: acceptInvitation awaitsSetUp canSetUp invitedPerson
apiToken.manage: createApiToken listApiTokens revokeApiToken
audit.read: listAudit verifyAudit
catalogue.read: explainText getCatalogue
enrollment.manage: createEnrollmentToken listEnrollmentTokens revokeEnrollmentToken
exception.approve +people: approveException
exception.read: getException listExceptions summarizeExceptions
exception.request: renewException requestException
exception.withdraw: withdrawException
fabric.create +every fabric: createFabric
fabric.read: listFabrics
fabric.rename +every fabric: renameFabric
framework.manage +every fabric: bringFramework removeFramework
history.read: changesSince compareFleet compareGroups countChanges daysOfHost feedChanges fleetComplianceTime fleetCounts
history.read: fleetTrend getWave historyBegins hostLifetime hostTimeline listChanges listWaves recentChanges summarizeChanges
host.acknowledge: acknowledgeHosts endAcknowledgement previewAcknowledgement
host.manage: allowReenroll listHostRecords mergeHosts retireHost unlockHost withdrawReenroll
host.read: describeSelection facetHosts getHost getSendingInterval getVendorFacts hostNeighbours listHosts mapHosts
host.read: mayRestartHost riskHosts search secureBootOfFleet serverAway summarizeHosts weighSelection
host.setOwner: setOwner
note.read: listNotes
note.write: withdrawNote writeNote writeNotes
operator.manage: changeOperator createOperator getOperator inviteOperator listOperators makeOperator renewPassword
operator.self +people: lastLook look me setPreferences
operator.self: endOtherSessions endSession listSessions
plan.read: getPlan listPlans
plan.write +people: confirmChange
plan.write: changePlan closePlan createPlan previewPickedPlan previewPlan setTask
report.make: cancelReport createReport createSchedule deleteReport deleteSchedule describeReport getFramework getSchedule
report.make: listFrameworks listReports listSchedules previewReport updateSchedule
reportKey.manage +every fabric: rotateReportKey
reportKey.manage: describeReportKeys
setting.manage +every fabric: bringVendorFacts changeSettings describeInstallation getSettings removeVendorFacts
setting.manage +people +every fabric: sendTestMail
snapshot.read: compareSnapshots getRawSnapshot listSnapshots
view.manage +people: changeView createView deleteView
view.read +people: listViews
`;

const decided = DECIDED.trim()
  .split('\n')
  .flatMap((line) => {
    const [asks = '', names = ''] = line.split(': ');
    return names.split(' ').map((name) => `${name}: ${asks}`);
  });

it('each verb asks for the right that was decided', () => {
  const declared = VERBS.map(({ name, declared: { right, people, demands } }) => {
    const more = [people && '+people', demands && '+every fabric'].filter(Boolean);
    return `${name}: ${[right, ...more].join(' ')}`;
  });
  expect(declared.toSorted()).toEqual(decided.toSorted());
});
