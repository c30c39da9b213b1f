import type { AttestationMode } from '@/lib/domain/vocabulary';

export type OsYear = '2016' | '2019' | '2022';

export type Firmware = { version: string; date: string };

export type Cluster = {
  fabric: string;
  /** As in host names: hv-par-0309 is the ninth host of CL-PAR-03. */
  site: 'par' | 'lyo' | 'dr';
  number: number;
  hosts: number;
  os: OsYear;
  mode: AttestationMode;
  manufacturer: string;
  model: string;
  firmware: Firmware;
};

const M5_FIRMWARE: Firmware = { version: '1.8.2', date: '2026-06-30' };
/** CL-LYO-02 had its firmware in summer. */
const M4_SUMMER_FIRMWARE: Firmware = { version: '2.18.0', date: '2026-05-19' };
const M4_FIRMWARE: Firmware = { version: '2.17.0', date: '2025-11-18' };
const M3_FIRMWARE: Firmware = { version: '1.44.2', date: '2025-10-07' };
const G2_FIRMWARE: Firmware = { version: 'U32 v3.60', date: '2025-09-12' };

/** Windows Server 2019 runs on the older machines, 2022 on the newer ones. */
const PLATFORMS = {
  '2022': { manufacturer: 'Contoso', model: 'M4', firmware: M4_FIRMWARE },
  '2019': { manufacturer: 'Contoso', model: 'M3', firmware: M3_FIRMWARE },
  '2016': { manufacturer: 'Fabrikam', model: 'G2', firmware: G2_FIRMWARE },
} as const;

type Shape = Pick<Cluster, 'site' | 'number' | 'hosts' | 'os'> & { mode?: AttestationMode } & Partial<
    Pick<Cluster, 'model' | 'firmware'>
  >;

const M5 = { model: 'M5', firmware: M5_FIRMWARE };

const SHAPES: readonly Shape[] = [
  { site: 'par', number: 1, hosts: 32, os: '2019' },
  { site: 'par', number: 2, hosts: 32, os: '2022', ...M5 },
  { site: 'par', number: 3, hosts: 32, os: '2022' },
  { site: 'par', number: 4, hosts: 32, os: '2022' },
  { site: 'lyo', number: 1, hosts: 24, os: '2019' },
  { site: 'lyo', number: 2, hosts: 24, os: '2022', firmware: M4_SUMMER_FIRMWARE },
  { site: 'lyo', number: 3, hosts: 24, os: '2022', ...M5 },
  { site: 'dr', number: 1, hosts: 24, os: '2019', mode: 'HostKey' },
  { site: 'dr', number: 2, hosts: 16, os: '2016', mode: 'ActiveDirectory' },
];

const FABRIC_OF_SITE = { par: 'PAR-Prod', lyo: 'LYO-Prod', dr: 'DR' } as const;

export const FABRICS = Object.values(FABRIC_OF_SITE);

/** The 240 hosts of the story, cluster by cluster. */
export const CLUSTERS: readonly Cluster[] = SHAPES.map((shape) => ({
  mode: 'Tpm',
  ...PLATFORMS[shape.os],
  ...shape,
  fabric: FABRIC_OF_SITE[shape.site],
}));

export const OS_CAPTIONS: Readonly<Record<OsYear, { caption: string; version: string; powershell: string }>> =
  {
    '2016': {
      caption: 'Microsoft Windows Server 2016 Datacenter',
      version: '10.0.14393.7606',
      powershell: '5.1.14393.7606',
    },
    '2019': {
      caption: 'Microsoft Windows Server 2019 Datacenter',
      version: '10.0.17763.6532',
      powershell: '5.1.17763.6532',
    },
    '2022': {
      caption: 'Microsoft Windows Server 2022 Datacenter',
      version: '10.0.20348.2849',
      powershell: '5.1.20348.2849',
    },
  };

export const TIME_ZONES = {
  par: 'Romance Standard Time',
  lyo: 'Romance Standard Time',
  dr: 'W. Europe Standard Time',
} as const;
