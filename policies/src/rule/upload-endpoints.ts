import type { Reading } from './reading';
import type { ResourceView } from './rule';

/** The endpoint of a hub to which devices upload files. */
export interface UploadEndpoint {
  readonly authenticationType: Reading;
  /** Neither an account nor a container is named, as in every hub that the portal made and exported: no upload works. */
  readonly isEmpty: boolean;
}

/** The upload endpoints of a hub; one without any reading behind it where the block is missing or unknown. */
export function uploadEndpoints(view: ResourceView): readonly UploadEndpoint[] {
  const [containers, accounts] = ['containerName', 'connectionString'].map((name) =>
    view.all(`properties.storageEndpoints.*.${name}`),
  );
  return view.all('properties.storageEndpoints.*.authenticationType').map((authenticationType, index) => ({
    authenticationType,
    isEmpty: isEmptyText(containers?.[index]) && isEmptyText(accounts?.[index]),
  }));
}

const isEmptyText = (reading: Reading | undefined): boolean =>
  reading?.state === 'known' && reading.value === '';
