import * as resources from '@pulumi/azure-native/resources/index.js';
import { names } from './names.js';

const groups = await Promise.all(
  names.map(async (name) => {
    await Promise.resolve();
    return new resources.ResourceGroup(name);
  }),
);

export const ids = groups.map((group) => group.id);
