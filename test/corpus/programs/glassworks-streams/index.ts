import * as pulumi from '@pulumi/pulumi';
import { history } from './history';
import { streams } from './streams';
import { twins } from './twins';

const config = new pulumi.Config();
const resourceGroupName = 'glassworks';

streams(resourceGroupName, config.requireSecret('hubKey'));
twins(resourceGroupName);
history(resourceGroupName);
