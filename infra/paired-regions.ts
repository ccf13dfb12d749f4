/**
 * Regions and the ones Azure pairs them with, where both are open to everybody. Copies that Azure itself makes, such as
 * geo-redundant backups, go there and nowhere else. A region that is not here has no pair, or one that Azure opens on
 * request only.
 *
 * Held against the table of learn.microsoft.com/azure/reliability/cross-region-replication-azure (of December 2022), which
 * also says which regions are opened on request.
 */
const pairs: Readonly<Record<string, string>> = {
  australiaeast: 'australiasoutheast',
  australiasoutheast: 'australiaeast',
  brazilsouth: 'southcentralus',
  canadacentral: 'canadaeast',
  canadaeast: 'canadacentral',
  centralindia: 'southindia',
  centralus: 'eastus2',
  eastasia: 'southeastasia',
  eastus: 'westus',
  eastus2: 'centralus',
  japaneast: 'japanwest',
  japanwest: 'japaneast',
  northcentralus: 'southcentralus',
  northeurope: 'westeurope',
  southcentralus: 'northcentralus',
  southeastasia: 'eastasia',
  southindia: 'centralindia',
  uksouth: 'ukwest',
  ukwest: 'uksouth',
  westcentralus: 'westus2',
  westeurope: 'northeurope',
  westindia: 'southindia',
  westus: 'eastus',
  westus2: 'westcentralus',
  westus3: 'eastus',
};

/** The region that Azure copies to from a region by itself; none where there is no pair that everybody may use. */
export const pairOf = (region: string): string | undefined => pairs[region];
