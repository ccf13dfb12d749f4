// Two plants in one program, the second in a subscription of its own and with tags that the company wants everywhere.
import * as azure from '@pulumi/azure-native';
import { SecureIotPlatform } from '../../../infra/secure-platform';

const north = new SecureIotPlatform('plant-7', {
  region: 'northeurope',
  addressSpace: '10.70.0.0/20',
  owner: 'plant-7-operations',
});

const subscription = new azure.Provider('plants-south', { location: 'italynorth' });

const south = new SecureIotPlatform(
  'plant-8',
  {
    environment: 'production',
    region: 'italynorth',
    addressSpace: '10.71.0.0/20',
    hubSku: 'S2',
    namePrefix: 'contosoplant8',
  },
  {
    providers: { 'azure-native': subscription },
    transformations: [
      ({ props, opts }) => ({
        props: props.tags ? { ...props, tags: { ...props.tags, costCentre: '4711' } } : props,
        opts,
      }),
    ],
  },
);

export const hubs = [north.outputs.hubHostName, south.outputs.hubHostName];
