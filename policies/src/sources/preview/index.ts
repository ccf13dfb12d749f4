export { PreviewError } from './error';
export { type PreviewOptions, type PreviewResult, preview } from './preview';
