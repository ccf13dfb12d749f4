import type { TemplateContext } from '../../../policies/src/resources/template/scope';
import { unfoldTemplate } from '../../../policies/src/resources/template/unfold';
import type { Properties, Value } from '../../../policies/src/resources/value';

/** A template of one resource with these properties. */
export function template(properties: Properties, more: Properties = {}): Properties {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [{ type: 'Microsoft.Devices/IotHubs', apiVersion: '2023-06-30', name: 'plant', properties }],
    ...more,
  };
}

/** What comes of one expression, and what is told of it. */
export function evaluate(
  text: Value,
  more: Properties = {},
  parameters: Value | undefined = undefined,
  context: TemplateContext = {},
): { readonly value: Value | undefined; readonly notes: readonly string[] } {
  const { resources, notEvaluated } = unfoldTemplate(template({ it: text }, more), parameters, context);
  const properties = resources[0]?.body.properties as Properties;
  return { value: properties.it, notes: notEvaluated.map(({ what, why }) => `${what}: ${why}`) };
}
