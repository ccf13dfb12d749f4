import type { PureFunction } from './arguments';
import { dateFunctions } from './functions-date';
import { listFunctions } from './functions-list';
import { logicFunctions } from './functions-logic';
import { textFunctions } from './functions-text';

/**
 * The template functions that need nothing but their arguments, by their name in lower case.
 *
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
 */
export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map([
  ...textFunctions,
  ...listFunctions,
  ...logicFunctions,
  ...dateFunctions,
]);
