import { type FactReadings, factValue } from './facts';

/** Win32_DeviceGuard says with it that memory is protected against direct access. */
const DMA_PROTECTION = 3;

/** Whether Windows sees an IOMMU on the host; null where it did not say. */
export function seesIommu(facts: FactReadings): boolean | null {
  const properties = factValue(facts, 'deviceGuard')?.availableSecurityProperties ?? null;
  return properties?.includes(DMA_PROTECTION) ?? null;
}
