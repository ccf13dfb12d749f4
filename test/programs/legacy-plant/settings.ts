import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const plantCode = config.require('plantCode');

/** Send right on the historian's event hub. Ask operations for a new one when it expires. */
export const historianConnection = config.requireSecret('historianConnection');

/** Key 1 of the telemetry account. */
export const storageConnection = config.requireSecret('storageConnection');

export const tenantId = config.require('tenantId');

export const tags = { plant: plantCode, owner: 'automation' };
