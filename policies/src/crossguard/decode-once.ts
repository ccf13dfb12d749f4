/** The module of `@pulumi/policy` that turns a request's properties into plain values. */
interface Deserializer {
  deserializeProperties: (struct: object, proxySecrets: boolean) => object;
}

/**
 * Makes the SDK decode the properties of each request once instead of once per policy.
 *
 * The SDK hands every policy a freshly decoded copy, which costs most of the time of a pack with one policy per rule.
 * Validation only reads, so the copies can be one. Remediation may write and still gets copies of its own. Where a later
 * SDK decodes by other means, this has no effect but speed.
 */
export function decodeOnce(deserializer: Deserializer): void {
  const original = deserializer.deserializeProperties;
  const decoded = new WeakMap<object, object>();
  deserializer.deserializeProperties = (struct, proxySecrets) => {
    if (proxySecrets) return original(struct, proxySecrets);
    let properties = decoded.get(struct);
    if (!properties) {
      properties = original(struct, proxySecrets);
      decoded.set(struct, properties);
    }
    return properties;
  };
}
