import { entry } from '../entry';

/** HGS clients name these together with a passing fault; the vendor's list of substatuses lacks them. */
export const SERVICE_CHECK_ENTRIES = [
  entry('check', 'HostUnreachable', {
    steps: ['testConnection', 'diagnose', 'readHgsEvents', 'checkHgsNodes'],
    cautions: [{ id: 'undocumented' }],
    links: ['attest', 'hgs'],
  }),
  entry('check', 'ServiceUnavailable', {
    steps: ['testConnection', 'readHgsEvents', 'diagnoseHgs', 'checkHgsNodes'],
    cautions: [{ id: 'undocumented' }],
    links: ['hgs'],
  }),
  entry('check', 'AuthenticationFailure', {
    steps: ['diagnose', 'resyncClock', 'testDomainTrust', 'readHgsEvents', 'diagnoseHgs'],
    cautions: [{ id: 'undocumented' }],
    links: ['hgs', 'hosts'],
  }),
  entry('check', 'UnsupportedHardware', {
    steps: ['diagnose', 'readTpm', 'checkHardware', 'replaceHardware'],
    cautions: [{ id: 'undocumented' }, { id: 'baselineAfter' }],
    links: ['hosts'],
  }),
];
