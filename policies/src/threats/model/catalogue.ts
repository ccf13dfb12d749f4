import type { ElementKind, Stage } from '../vocabulary';

/** An entry of the catalogue of data-flow elements. */
export interface CatalogueEntry {
  readonly kind: ElementKind;
  readonly stage: Stage;
  /** For everybody. */
  readonly plainName: string;
}

/** The elements of an industrial-IoT platform. */
export const elementCatalogue = {
  'XE-1': { kind: 'external', stage: 'device', plainName: 'Device' },
  'XE-2': { kind: 'external', stage: 'people', plainName: 'People who operate it' },
  'XE-3': { kind: 'external', stage: 'transfer', plainName: 'Supplier or carrier' },
  'XE-4': { kind: 'external', stage: 'transfer', plainName: 'Addresses on the internet' },
  'PR-1': { kind: 'process', stage: 'device', plainName: 'Software of devices' },
  'PR-2': { kind: 'process', stage: 'device', plainName: 'Gateway in the plant' },
  'PR-3': { kind: 'process', stage: 'cloud', plainName: 'Service where devices join' },
  'PR-4': { kind: 'process', stage: 'cloud', plainName: 'Gateway of the cloud for devices' },
  'PR-5': { kind: 'process', stage: 'cloud', plainName: 'Processing of messages' },
  'PR-6': { kind: 'process', stage: 'cloud', plainName: 'Update service for devices' },
  'PR-7': { kind: 'process', stage: 'cloud', plainName: 'Application for people' },
  'PR-8': { kind: 'process', stage: 'people', plainName: 'Program that sets everything up' },
  'PR-9': { kind: 'process', stage: 'people', plainName: 'Detection and alarms' },
  'ST-1': { kind: 'store', stage: 'device', plainName: 'Storage inside devices' },
  'ST-2': { kind: 'store', stage: 'cloud', plainName: 'List of devices' },
  'ST-3': { kind: 'store', stage: 'cloud', plainName: 'Store of measurements' },
  'ST-4': { kind: 'store', stage: 'cloud', plainName: 'Database' },
  'ST-5': { kind: 'store', stage: 'cloud', plainName: 'Vault of keys' },
  'ST-6': { kind: 'store', stage: 'cloud', plainName: 'Store of records' },
  'ST-7': { kind: 'store', stage: 'people', plainName: 'Memory of the program' },
  'ST-8': { kind: 'store', stage: 'cloud', plainName: 'Store of software' },
  'ST-9': { kind: 'store', stage: 'cloud', plainName: 'Backups' },
  'FL-1': { kind: 'flow', stage: 'device', plainName: 'From sensor to gateway' },
  'FL-2': { kind: 'flow', stage: 'transfer', plainName: 'A device joins' },
  'FL-3': { kind: 'flow', stage: 'transfer', plainName: 'Measurements to the cloud' },
  'FL-4': { kind: 'flow', stage: 'transfer', plainName: 'Commands to a device' },
  'FL-5': { kind: 'flow', stage: 'transfer', plainName: 'Updates to a device' },
  'FL-6': { kind: 'flow', stage: 'cloud', plainName: 'Messages passed on by the gateway' },
  'FL-7': { kind: 'flow', stage: 'cloud', plainName: 'Data to a database or store' },
  'FL-8': { kind: 'flow', stage: 'people', plainName: 'Reports to people' },
  'FL-9': { kind: 'flow', stage: 'people', plainName: 'Changes by people and programs' },
  'FL-10': { kind: 'flow', stage: 'cloud', plainName: 'Records of what happens' },
  'FL-11': { kind: 'flow', stage: 'cloud', plainName: 'Keys for services' },
  'FL-12': { kind: 'flow', stage: 'transfer', plainName: 'Through the network of a carrier' },
  'TB-1': { kind: 'boundary', stage: 'device', plainName: 'Around devices and plant' },
  'TB-2': { kind: 'boundary', stage: 'cloud', plainName: 'Around the gateways of the cloud' },
  'TB-3': { kind: 'boundary', stage: 'cloud', plainName: 'Around services' },
  'TB-4': { kind: 'boundary', stage: 'cloud', plainName: 'Around data' },
  'TB-5': { kind: 'boundary', stage: 'people', plainName: 'Around people and the program' },
} as const satisfies { readonly [id: string]: CatalogueEntry };

export type CatalogueId = keyof typeof elementCatalogue;

/** The ids of the catalogue. */
export const catalogueIds = Object.keys(elementCatalogue) as readonly CatalogueId[];

/** The entry with an id; undefined for one of a site's own. */
export const catalogueEntry = (id: string): CatalogueEntry | undefined =>
  Object.hasOwn(elementCatalogue, id) ? elementCatalogue[id as CatalogueId] : undefined;

/** The zone that an element stands in; suppliers and strangers stand outside all of them. */
export function zoneOf(catalogue: CatalogueId): 'TB-1' | 'TB-2' | 'TB-3' | 'TB-4' | 'TB-5' | undefined {
  switch (catalogue) {
    case 'XE-1':
    case 'PR-1':
    case 'PR-2':
    case 'ST-1':
      return 'TB-1';
    case 'PR-3':
    case 'PR-4':
    case 'PR-6':
      return 'TB-2';
    case 'XE-3':
    case 'XE-4':
      return undefined;
    case 'PR-8':
    case 'PR-9':
    case 'ST-7':
    case 'XE-2':
      return 'TB-5';
    case 'PR-5':
    case 'PR-7':
      return 'TB-3';
    default:
      return 'TB-4';
  }
}
