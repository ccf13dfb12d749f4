/**
 * A template that gives the certificate in its secure parameter to a hub and a provisioning service. It returns when the
 * certificate expires, and nothing of its content.
 */
export const certificateTemplate = (() => {
  const properties = { certificate: "[parameters('certificate')]", isVerified: true };
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      authority: { type: 'string' },
      hub: { type: 'string' },
      provisioningService: { type: 'string' },
      certificate: { type: 'secureString' },
    },
    resources: [
      {
        type: 'Microsoft.Devices/IotHubs/certificates',
        apiVersion: '2023-06-30',
        name: "[concat(parameters('hub'), '/', parameters('authority'))]",
        properties,
      },
      {
        type: 'Microsoft.Devices/provisioningServices/certificates',
        apiVersion: '2022-12-12',
        name: "[concat(parameters('provisioningService'), '/', parameters('authority'))]",
        properties,
      },
    ],
    outputs: {
      expires: {
        type: 'string',
        value:
          "[reference(resourceId('Microsoft.Devices/IotHubs/certificates', parameters('hub'), parameters('authority')), '2023-06-30').expiry]",
      },
    },
  };
})();
