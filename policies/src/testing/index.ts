// What rule authors test with: shipped as `@iiot-guard/policies/testing`.
export { matchers } from './matchers';
export { type InjectedDefault, type Row, rowsOf } from './rows';
export {
  deployed,
  type ResourceOptions,
  type RunSettings,
  resource,
  resourcesOf,
  runExample,
  runRule,
} from './run-rule';
