"""A plant with faults that the policy pack has to find, whatever language a program is written in."""

import pulumi
from pulumi_azure_native import iothub, storage

GROUP = "plant-rg"

data = storage.StorageAccount(
    "data",
    resource_group_name=GROUP,
    location="westeurope",
    kind=storage.Kind.STORAGE_V2,
    sku=storage.SkuArgs(name=storage.SkuName.STANDARD_ZRS),
    minimum_tls_version=storage.MinimumTlsVersion.TLS1_0,
    enable_https_traffic_only=True,
    allow_blob_public_access=False,
    tags={"note": pulumi.Output.secret("python-canary-5512")},
)

storage.BlobContainer(
    "firmware",
    resource_group_name=GROUP,
    account_name=data.name,
    public_access=storage.PublicAccess.BLOB,
)

hub = iothub.IotHubResource(
    "hub",
    resource_group_name=GROUP,
    location="westeurope",
    sku=iothub.IotHubSkuInfoArgs(name=iothub.IotHubSku.S1, capacity=1),
    properties=iothub.IotHubPropertiesArgs(
        min_tls_version="1.2",
        disable_local_auth=True,
        public_network_access=iothub.PublicNetworkAccess.ENABLED,
    ),
    opts=pulumi.ResourceOptions(protect=True),
)

pulumi.export("hubId", hub.id)
