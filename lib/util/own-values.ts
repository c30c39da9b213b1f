/**
 * The plain data of an object: own, enumerable, text-keyed. Getters are never run, so that reading a
 * hostile value cannot throw.
 */
export function ownValues(value: object): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (descriptor.enumerable && 'value' in descriptor) values.set(key, descriptor.value);
  }
  return values;
}
