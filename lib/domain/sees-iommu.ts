import { type FactReadings, factValue } from './facts';

/** The value by which Win32_DeviceGuard says protection against direct memory access. */
const DMA_PROTECTION = 3;

/** Whether Windows sees an IOMMU on the host; null if it did not say. */
export function seesIommu(facts: FactReadings): boolean | null {
  const properties = factValue(facts, 'deviceGuard')?.availableSecurityProperties ?? null;
  return properties?.includes(DMA_PROTECTION) ?? null;
}
