/**
 * The plain data of an object: own, enumerable, text-keyed. Getters are never run, so that reading a
 * hostile value cannot throw.
 */
export function ownValues(value: object): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const key of Object.keys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor !== undefined && 'value' in descriptor) values.set(key, descriptor.value);
  }
  return values;
}
