import type * as pulumi from '@pulumi/pulumi';

/** Who is to trust a certificate authority. */
export interface TrustingServices {
  /** IoT hub, by name. */
  readonly hubName: pulumi.Input<string>;
  /** Provisioning service, by name. */
  readonly provisioningServiceName: pulumi.Input<string>;
}

/**
 * A template that gives the certificate in its secure parameter to a hub and a provisioning service. It returns when the
 * certificate expires, and nothing of its content.
 */
export function certificateTemplate(
  authority: string,
  services: { readonly hubName: string; readonly provisioningServiceName: string },
) {
  const hubCertificate = `${services.hubName}/${authority}`;
  const properties = { certificate: "[parameters('certificate')]", isVerified: true };
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { certificate: { type: 'secureString' } },
    resources: [
      {
        type: 'Microsoft.Devices/IotHubs/certificates',
        apiVersion: '2023-06-30',
        name: hubCertificate,
        properties,
      },
      {
        type: 'Microsoft.Devices/provisioningServices/certificates',
        apiVersion: '2022-12-12',
        name: `${services.provisioningServiceName}/${authority}`,
        properties,
      },
    ],
    outputs: {
      expires: {
        type: 'string',
        value: `[reference(resourceId('Microsoft.Devices/IotHubs/certificates', '${services.hubName}', '${authority}'), '2023-06-30').expiry]`,
      },
    },
  };
}
