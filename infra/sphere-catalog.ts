import { readFileSync } from 'node:fs';
import * as azuresphere from '@pulumi/azure-native/azuresphere';
import * as pulumi from '@pulumi/pulumi';
import type { Placement } from './placement';

/** An image, built and signed by the Azure Sphere tools. */
export interface SphereImage {
  /** Its id, a GUID that `azsphere image-package show` tells. */
  readonly imageId: string;
  /** File with the image package. */
  readonly path: string;
}

export interface SphereCatalogArgs extends Omit<Placement, 'location'> {
  /** Physical name, 1 to 50 letters, digits and hyphens. Default: chosen by Pulumi. */
  readonly catalogName?: string | undefined;
  /** Products, by name; each gets the rings below. Default: one product `gateway`. */
  readonly products?: readonly string[] | undefined;
  /**
   * What runs on the devices of a ring. An image is first given to `trial` and moves on to the next ring when it has
   * proven itself there: patching is a change of this list, reviewed like any other. Default: nothing, devices keep what
   * they have.
   */
  readonly images?: Readonly<Partial<Record<SphereRing, readonly SphereImage[]>>> | undefined;
}

/** Rings in which updates reach devices. */
export const sphereRings = {
  trial: {
    description: 'Devices on a bench. They get versions of the operating system early, to find what breaks.',
    osFeedType: 'RetailEval',
  },
  pilot: { description: 'A few devices of each line.', osFeedType: 'Retail' },
  production: { description: 'All other devices.', osFeedType: 'Retail' },
} as const;

export type SphereRing = keyof typeof sphereRings;

/**
 * A catalogue for Azure Sphere devices with a device group for each ring of updates. The operating system is updated by
 * Microsoft in all of them, applications by the images named here. Crash dumps stay on the device: they hold its memory.
 *
 * Devices are claimed with `az sphere device claim`, which cannot be undone and is no business of a program. Azure Sphere
 * ends on 31 July 2031, its chip is made no longer: new products should not start with it.
 *
 * Microsoft.AzureSphere, API 2024-04-01: lives in no region, has no private endpoint and no key of the customer's;
 * learn.microsoft.com/azure-sphere/deployment/deployment-concepts
 */
export class SphereCatalog extends pulumi.ComponentResource {
  readonly catalogId: pulumi.Output<string>;
  readonly catalogName: pulumi.Output<string>;

  constructor(name: string, args: SphereCatalogArgs, opts?: pulumi.ComponentResourceOptions) {
    super('iiot-guard:infra:SphereCatalog', name, {}, opts);
    const { resourceGroupName, tags } = args;
    const catalog = new azuresphere.Catalog(
      name,
      { resourceGroupName, tags, location: 'global', catalogName: args.catalogName },
      { parent: this },
    );
    for (const productName of args.products ?? ['gateway']) {
      const product = new azuresphere.Product(
        `${name}-${productName}`,
        { resourceGroupName, catalogName: catalog.name, productName, description: 'Managed by Pulumi' },
        { parent: this },
      );
      for (const ring of Object.keys(sphereRings) as SphereRing[]) {
        this.addRing(`${name}-${productName}`, ring, product.name, catalog.name, args);
      }
    }
    this.catalogId = catalog.id;
    this.catalogName = catalog.name;
    this.registerOutputs({ catalogName: this.catalogName });
  }

  private addRing(
    name: string,
    ring: SphereRing,
    productName: pulumi.Output<string>,
    catalogName: pulumi.Output<string>,
    { resourceGroupName, images }: SphereCatalogArgs,
  ): void {
    const group = new azuresphere.DeviceGroup(
      `${name}-${ring}`,
      {
        resourceGroupName,
        catalogName,
        productName,
        deviceGroupName: ring,
        ...sphereRings[ring],
        updatePolicy: 'UpdateAll',
        allowCrashDumpsCollection: 'Disabled',
      },
      { parent: this },
    );
    const wanted = images?.[ring] ?? [];
    if (wanted.length === 0) return;
    const uploaded = wanted.map(
      ({ imageId, path }) =>
        new azuresphere.Image(
          `${name}-${ring}-${imageId}`,
          {
            resourceGroupName,
            catalogName,
            imageName: imageId,
            imageId,
            image: readFileSync(path).toString('base64'),
          },
          { parent: this },
        ),
    );
    new azuresphere.Deployment(
      `${name}-${ring}`,
      {
        resourceGroupName,
        catalogName,
        productName,
        deviceGroupName: group.name,
        deploymentName: '.default',
        deployedImages: wanted.map(({ imageId }) => ({ imageId })),
      },
      { parent: this, dependsOn: uploaded },
    );
  }
}
