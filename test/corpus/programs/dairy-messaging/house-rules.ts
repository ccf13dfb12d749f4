import * as pulumi from '@pulumi/pulumi';

const namespaces = ['azure-native:eventhub:Namespace', 'azure-native:servicebus:Namespace'];

/** What the company asks of every namespace, so that nobody has to write it. */
export function houseRules(): void {
  pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
    namespaces.includes(type)
      ? { props: { ...props, disableLocalAuth: true, minimumTlsVersion: '1.2' }, opts }
      : undefined,
  );
}

/** While the office has no private access. Agreed with nobody. */
export const reachable: pulumi.ResourceTransform = ({ props, opts }) => ({
  props: { ...props, publicNetworkAccess: 'Enabled' },
  opts,
});
