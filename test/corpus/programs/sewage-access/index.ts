import * as resources from '@pulumi/azure-native/resources';
import { roles } from './roles';
import { watching } from './watching';

const group = new resources.ResourceGroup('sewage');

roles(group);
watching(group.name);
