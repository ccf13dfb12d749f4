import * as pulumi from '@pulumi/pulumi';

const classOf = (token) =>
  class extends pulumi.CustomResource {
    constructor(name, args, opts) {
      super(`azure-native:${token}`, name, args, pulumi.mergeOptions({ version: '2.90.0' }, opts));
    }
  };

export const Broker = classOf('iotoperations/v20241101:Broker');
export const BrokerListener = classOf('iotoperations/v20241101:BrokerListener');
export const DataflowEndpoint = classOf('iotoperations/v20241101:DataflowEndpoint');
export const AssetEndpointProfile = classOf('deviceregistry/v20240901preview:AssetEndpointProfile');
