import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const plantCode = config.require('plantCode');

/** Send right on the historian's event hub. Ask operations for a new one when it expires. */
export const historianConnection = config.requireSecret('historianConnection');

export const tags = { plant: plantCode, owner: 'automation' };
