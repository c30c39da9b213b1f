import { entry, WITH_RESTART } from '../entry';

const UNAUTHORIZED = [
  entry('status', 'UnauthorizedHost', {
    id: 'UnauthorizedHostTpm',
    modes: ['Tpm'],
    steps: ['diagnose', 'confirmChange', 'exportTpmIdentity', 'registerTpmHost', 'attestNow'],
    links: ['addHost', 'hosts'],
  }),
  entry('status', 'UnauthorizedHost', {
    id: 'UnauthorizedHostHostKey',
    modes: ['HostKey'],
    steps: ['diagnose', 'confirmChange', 'makeHostKey', 'exportHostKey', 'registerHostKey', 'attestNow'],
    links: ['enclaves', 'addHost'],
  }),
  entry('status', 'UnauthorizedHost', {
    id: 'UnauthorizedHostActiveDirectory',
    modes: ['ActiveDirectory'],
    steps: ['diagnose', 'confirmChange', 'readHostGroups', 'addToGroup', ...WITH_RESTART],
    cautions: [{ id: 'adDeprecated' }],
    links: ['addHost', 'hosts'],
  }),
  entry('status', 'UnauthorizedHost', {
    id: 'UnauthorizedHostUnknown',
    modes: ['Unknown'],
    steps: ['diagnose', 'readMode', 'confirmChange'],
    links: ['addHost', 'hosts'],
  }),
];

const INSECURE = [
  entry('status', 'InsecureHostConfiguration', {
    id: 'InsecureHostConfigurationTpm',
    modes: ['Tpm', 'Unknown'],
    steps: ['diagnose', 'readStatus', 'fixNamedChecks', ...WITH_RESTART],
    links: ['hosts', 'diagnostics'],
  }),
  entry('status', 'InsecureHostConfiguration', {
    id: 'InsecureHostConfigurationIdentity',
    modes: ['HostKey', 'ActiveDirectory'],
    steps: ['diagnose', 'readStatus', 'requireVbs', ...WITH_RESTART],
    links: ['hosts', 'diagnostics'],
  }),
];

export const STATUS_ENTRIES = [
  entry('status', 'Passed', { steps: [], links: ['attest'] }),
  ...INSECURE,
  ...UNAUTHORIZED,
  entry('status', 'TpmError', {
    steps: ['diagnose', 'readTpm', 'readTpmEvents', 'suspendBitLocker', 'updateFirmware', ...WITH_RESTART],
    cautions: [{ id: 'clearTpm' }],
    links: ['hosts', 'enclaves'],
  }),
  entry('status', 'Expired', {
    steps: ['diagnose', 'resyncClock', 'checkHgsClock', 'attestNow', 'renewSigner'],
    links: ['hosts', 'hgs'],
  }),
  entry('status', 'TransientError', {
    steps: ['attestNow', 'diagnose', 'testConnection', 'readHgsEvents', 'diagnoseHgs'],
    cautions: [{ id: 'mayHeal' }],
    links: ['hosts', 'hgs'],
  }),
  entry('status', 'NotConfigured', {
    steps: ['diagnose', 'readHgsServer', 'setHgsUrls', 'attestNow'],
    links: ['setClient', 'attest'],
  }),
  entry('status', 'Unknown', {
    steps: ['readStatus', 'attestNow', 'diagnose', 'testConnection'],
    links: ['attest', 'hosts'],
  }),
];
