import { isList, isObject, type Properties, type Value } from '../../resources/value';
import { FileError } from './file-error';

const schemaOf = (json: Properties): string =>
  typeof json.$schema === 'string' ? json.$schema.toLowerCase() : '';

/** Whether parsed JSON is an ARM template. One without schema is taken for one where the user names it. */
export function isTemplate(json: Value): json is Properties {
  if (!isObject(json)) return false;
  const schema = schemaOf(json);
  if (schema !== '') return isTemplateSchema(schema);
  return 'resources' in json && typeof json.resources === 'object';
}

/** The same for a file that nobody named: many other files have `resources`, so without schema they must be Azure's. */
export function isFoundTemplate(json: Value): json is Properties {
  if (!isObject(json)) return false;
  const schema = schemaOf(json);
  if (schema !== '') return isTemplateSchema(schema);
  const { resources } = json;
  if (!isObject(resources) && !isList(resources)) return false;
  return Object.values(resources).some(
    (resource) =>
      isObject(resource as Value) &&
      'apiVersion' in (resource as Properties) &&
      /^[\w-]+(\.[\w-]+)+\//.test(String((resource as Properties).type)),
  );
}

const isTemplateSchema = (schema: string): boolean => /deploymenttemplate\.json/.test(schema);

/** Whether parsed JSON is a parameters file of a template. */
export const isParameters = (json: Value): boolean =>
  isObject(json) && schemaOf(json).includes('deploymentparameters');

/** What is told of a file that cannot be checked. */
export function notUnderstood(json: Value, file: string): FileError {
  if (isParameters(json))
    return new FileError(
      file,
      'is a parameters file.',
      'Name the template, and this file behind --parameters.',
    );
  if (isObject(json) && schemaOf(json) !== '')
    return new FileError(
      file,
      'has a `$schema` that is not that of an ARM template.',
      'Templates have https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#.',
    );
  return new FileError(
    file,
    'is neither a state export, an event log, a preview nor an ARM template.',
    'Take the output of `pulumi stack export` or `pulumi preview --json`, or a template with `$schema` and `resources`.',
  );
}
