import { preview } from '../sources/preview/preview';
import { readProject } from '../sources/preview/project';
import { readStack } from '../sources/preview/stack-config';
import type { Read } from './judging';
import { besideStack } from './preview-command';

/** Previews a program for an explanation, and names the policy configuration that counts for its stack. */
export async function previewFor(
  directory: string,
  stackName: string | undefined,
  policyConfig: string | undefined,
): Promise<{ readonly read: Read; readonly configFile: string | undefined }> {
  const project = readProject(directory);
  const stack = readStack(project, stackName).name;
  const { resources, notEvaluated } = await preview({ directory, stack });
  return {
    read: { source: { kind: 'preview', name: project.name, stack }, registered: resources, notEvaluated },
    configFile: policyConfig ?? besideStack(project.stackDirectory, stack),
  };
}
